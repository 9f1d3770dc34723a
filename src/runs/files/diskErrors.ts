import { messageOf, UserError } from '../../common/errors';

/** The code of an operating system's error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong on the disk, in words that say what to do. */
export function diskError(error: unknown, path: string): UserError {
  if (error instanceof UserError) return error;
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
