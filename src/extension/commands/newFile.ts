import { constants } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

/** What people may name a file on any system. */
export function fileNameFor(text: string): string {
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return name === '' ? 'experiment' : name;
}

/** Writes a file under a name that nobody has: with "-2", "-3", … where the first are taken. @returns its path */
export function writeNewFile(folder: string, name: string, extension: string, text: string): Promise<string> {
  return underFreeName(folder, name, extension, (file) => writeFile(file, text, { flag: 'wx' }));
}

/** Copies a file under a name that nobody has. @returns the path of the copy */
export function copyToNewFile(
  folder: string,
  name: string,
  extension: string,
  source: string,
): Promise<string> {
  return underFreeName(folder, name, extension, (file) => copyFile(source, file, constants.COPYFILE_EXCL));
}

async function underFreeName(
  folder: string,
  name: string,
  extension: string,
  write: (file: string) => Promise<void>,
): Promise<string> {
  for (let number = 1; ; number++) {
    const file = path.join(folder, `${name}${number === 1 ? '' : `-${number}`}${extension}`);
    try {
      await write(file);
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
