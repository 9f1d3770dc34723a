import fs from 'node:fs';

const MOST_BYTES = 16_384;
const MOST_LINES = 200;
const NEWLINE = 0x0a;

/** The last lines of a log, as far as they are complete; follows it while it grows, and reads little of a large one. */
export class LogTail {
  private position: number | undefined;
  private lines: string[] = [];
  private dropped = 0;

  constructor(private readonly file: string) {}

  /** How many lines lie before the first of `read()`. */
  get first(): number {
    return this.dropped;
  }

  read(): readonly string[] {
    try {
      this.readAppended();
    } catch {
      // No log, or none yet: the last lines known stay.
    }
    return this.lines;
  }

  private readAppended(): void {
    const descriptor = fs.openSync(this.file, 'r');
    try {
      const { size } = fs.fstatSync(descriptor);
      if (this.position === undefined || size < this.position || size - this.position > MOST_BYTES) {
        this.dropped += this.lines.length;
        this.lines = [];
        this.position = Math.max(0, size - MOST_BYTES);
      }
      const appended = Buffer.alloc(size - this.position);
      const read = fs.readSync(descriptor, appended, 0, appended.length, this.position);
      const end = appended.subarray(0, read).lastIndexOf(NEWLINE) + 1;
      if (end === 0) return;
      this.lines.push(...appended.toString('utf8', 0, end - 1).split('\n'));
      this.position += end;
    } finally {
      fs.closeSync(descriptor);
    }
    const surplus = Math.max(0, this.lines.length - MOST_LINES);
    this.lines.splice(0, surplus);
    this.dropped += surplus;
  }
}
