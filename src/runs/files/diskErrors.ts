import fs from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, UserError } from '../../common/errors';

/** The code of an operating system's error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong on the disk, in words that say what to do. */
export function diskError(error: unknown, path: string): UserError {
  if (error instanceof UserError) return error;
  const inTheWay = obstacle(error, path);
  if (inTheWay !== undefined) return inTheWay;
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(
        `The disk is full: ${path} could not be written.`,
        'Free some space, then resume the run.',
        { file: path },
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError(
        `${path} is gone: its folder was deleted or moved.`,
        'Put the folder back, or start a new run.',
        { file: path },
      );
    case 'EROFS':
      return new UserError(
        `${path} may not be written: its disk is read-only.`,
        'Make the disk writable, or move the folder to another one.',
        { file: path },
      );
    case 'EACCES':
    case 'EPERM':
      return new UserError(
        `${path} may not be written: ${messageOf(error)}`,
        'Give yourself the right to write there.',
        { file: path },
      );
    case undefined:
    default:
      return new UserError(`${path} could not be written: ${messageOf(error)}`, undefined, { file: path });
  }
}

/** That a file is where a folder should be, or a folder where a file should; undefined when the error has another cause. */
export function obstacle(error: unknown, path: string): UserError | undefined {
  const present = nearestPresent(path);
  switch (errorCode(error)) {
    case 'EEXIST':
    case 'ENOTDIR':
      return isFile(present) ? misplaced(present, 'a file where a folder is expected') : undefined;
    case 'EISDIR':
      return misplaced(path, 'a folder where a file is expected');
    case undefined:
    default:
      return undefined;
  }
}

function misplaced(path: string, what: string): UserError {
  return new UserError(`${path} is ${what}.`, 'Move it away, then try again.', { file: path });
}

/** The path itself, or the nearest folder (or file) that leads to it. */
export function nearestPresent(path: string): string {
  const parent = dirname(path);
  return fs.existsSync(path) || parent === path ? path : nearestPresent(parent);
}

function isFile(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
