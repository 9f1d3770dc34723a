import fs from 'node:fs';
import { errorCode, nearestPresent } from './diskErrors';

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
