/** Where in a file something is wrong. Lines and columns count from 1; a byte offset counts from 0. */
export interface FilePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly byteOffset?: number;
}

/**
 * A mistake in what the user gave us (an experiment file, a data file, an argument): it is shown as it stands, without a
 * stack, and ends the command line with exit code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param message what is wrong, with the offending value
   * @param mend what to do about it, as a sentence
   * @param position where it is wrong
   */
  constructor(
    message: string,
    readonly mend?: string,
    readonly position?: FilePosition,
  ) {
    super(message);
  }
}

/** `file:line:column`, as editors and terminals make it clickable; `file (byte 16)` for binary files. */
export function formatPosition(position: FilePosition): string {
  if (position.line !== undefined) {
    return `${position.file}:${position.line}${position.column === undefined ? '' : `:${position.column}`}`;
  }
  return position.byteOffset === undefined ? position.file : `${position.file} (byte ${position.byteOffset})`;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
