import fs from 'node:fs';
import path from 'node:path';
import { errorCode } from './diskErrors';

/** Makes a folder, and those that lead to it, unless it is there. @throws the file system's error */
export function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    // On a read-only disk, Node says of the folder that it does not exist.
    if (errorCode(error) === 'ENOENT') fs.accessSync(nearestPresent(folder), fs.constants.W_OK);
    throw error;
  }
}

function nearestPresent(folder: string): string {
  const parent = path.dirname(folder);
  return fs.existsSync(folder) || parent === folder ? folder : nearestPresent(parent);
}
