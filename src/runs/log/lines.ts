const NEWLINE = 0x0a;

/** A complete line without its newline, or that one went on for longer than it may and was thrown away. */
export type Line = Buffer | 'too-long';

/**
 * Cuts a stream of bytes into lines at newlines. Bytes after the last newline wait for the next chunk. A line may be a piece of
 * its chunk, and changes with it.
 */
export class LineSplitter {
  private parts: Buffer[] = [];
  private partsLength = 0;
  private overflowing = false;

  /** @param maximumLength of a line, in bytes */
  constructor(private readonly maximumLength: number) {}

  /** Bytes of a line that has not ended yet. */
  get waiting(): number {
    return this.partsLength;
  }

  /** Whether the line that has not ended yet is already longer than allowed. */
  get tooLong(): boolean {
    return this.overflowing;
  }

  push(chunk: Buffer, onLine: (line: Line) => void): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      this.keep(chunk.subarray(start, end));
      onLine(this.take());
      start = end + 1;
    }
    if (start < chunk.length) this.keep(Buffer.from(chunk.subarray(start)));
  }

  private keep(part: Buffer): void {
    this.partsLength += part.length;
    if (this.partsLength > this.maximumLength) {
      this.overflowing = true;
      this.parts = [];
    } else {
      this.parts.push(part);
    }
  }

  private take(): Line {
    const [first] = this.parts;
    const line = this.overflowing
      ? 'too-long'
      : this.parts.length === 1 && first
        ? first
        : Buffer.concat(this.parts);
    this.parts = [];
    this.partsLength = 0;
    this.overflowing = false;
    return line;
  }
}
