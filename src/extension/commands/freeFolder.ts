import { readdir } from 'node:fs/promises';
import * as path from 'node:path';

/** The path of a folder in `parent` that is new or empty: `name`, or `name-2`, `name-3`, … where the first have files. */
export async function freeFolder(parent: string, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = path.join(parent, number === 1 ? name : `${name}-${number}`);
    if (await isFree(folder)) return folder;
  }
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
