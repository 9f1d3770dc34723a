import { UserError, type FilePosition } from '../common/errors';

/** Where data came from. */
export interface Origin {
  readonly file: string;
  /** What byte offsets count in when it is not the file itself: an array of an archive, or the decompressed data. */
  readonly within?: string;
}

/** What is wrong with a binary file, at which byte of it (or of what it contains). */
export function binaryError(origin: Origin, byteOffset: number, message: string, mend: string): UserError {
  const place = origin.within === undefined ? `byte ${byteOffset}` : `byte ${byteOffset} of ${origin.within}`;
  return new UserError(`${origin.file} (${place}): ${message}`, mend, { file: origin.file, byteOffset });
}

/** What is wrong with a file as a whole. */
export function fileError(file: string, message: string, mend: string): UserError {
  return new UserError(`${file}: ${message}`, mend, { file });
}

/** What is wrong with a text file, at which line and column of it. */
export function textError(position: FilePosition, message: string, mend: string): UserError {
  const line = position.line === undefined ? '' : `:${position.line}`;
  const column = position.column === undefined ? '' : `:${position.column}`;
  return new UserError(`${position.file}${line}${column}: ${message}`, mend, position);
}

/** What is wrong with the dataset settings, in view of the data. */
export function settingError(field: string, message: string, mend: string): UserError {
  return new UserError(`dataset.${field}: ${message}`, mend);
}
