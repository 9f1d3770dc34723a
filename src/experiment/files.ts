import { existsSync, readdirSync } from 'node:fs';

/** What the checks need to know of the disk. Paths are absolute. */
export interface FileSystem {
  exists(path: string): boolean;
  /** The names in a folder, for "did you mean"; empty where it cannot be read. */
  list?(folder: string): readonly string[];
}

export const disk: FileSystem = {
  exists: existsSync,
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
};
