import fs from 'node:fs';
import { UserError } from '../../common/errors';
import { diskError } from '../files/diskErrors';

const NEWLINE = Buffer.from('\n');

/**
 * A file of lines that only grows. Lines wait in memory until `flush`. What could not be written stays in memory and goes
 * out, from the very byte where the disk gave up, with a later flush that succeeds: no line is ever lost or doubled.
 */
export class AppendFile {
  private readonly descriptor: number;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;

  /** @throws UserError when the file may not be written */
  constructor(private readonly path: string) {
    try {
      const endsInMidLine = hasCutLine(path);
      this.descriptor = fs.openSync(path, 'a');
      if (endsInMidLine) this.keep(NEWLINE);
    } catch (error) {
      throw diskError(error, path);
    }
  }

  get bytesWaiting(): number {
    return this.waitingBytes;
  }

  add(line: string): void {
    this.keep(Buffer.from(`${line}\n`));
  }

  /** @throws UserError when the disk is full or the file is gone */
  flush(): void {
    if (this.waitingBytes === 0) return;
    let bytes = this.waiting.length === 1 && this.waiting[0] ? this.waiting[0] : Buffer.concat(this.waiting);
    try {
      this.assertStillThere();
      while (bytes.length > 0) bytes = bytes.subarray(fs.writeSync(this.descriptor, bytes));
    } catch (error) {
      throw diskError(error, this.path);
    } finally {
      this.waiting = bytes.length > 0 ? [bytes] : [];
      this.waitingBytes = bytes.length;
    }
  }

  /** Flushes, and has the operating system bring everything to the disk. */
  sync(): void {
    this.flush();
    try {
      fs.fsyncSync(this.descriptor);
    } catch (error) {
      throw diskError(error, this.path);
    }
  }

  /** The descriptor is closed even when the last lines could not be written. */
  close(): void {
    try {
      this.flush();
    } finally {
      fs.closeSync(this.descriptor);
    }
  }

  private keep(bytes: Buffer): void {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
  }

  /** Writing to a file that somebody deleted succeeds on most systems, into nowhere. */
  private assertStillThere(): void {
    if (fs.fstatSync(this.descriptor).nlink === 0 || !fs.existsSync(this.path)) {
      throw new UserError(
        `${this.path} is gone: its folder was deleted or moved while the run was writing to it.`,
        'Put the folder back and resume the run, or start a new one.',
        { file: this.path },
      );
    }
  }
}

/** Whether the last line lacks its newline: the process that wrote it died, or its disk was full. */
function hasCutLine(path: string): boolean {
  if (!fs.existsSync(path)) return false;
  const descriptor = fs.openSync(path, 'r');
  try {
    const { size } = fs.fstatSync(descriptor);
    const last = Buffer.alloc(1);
    return size > 0 && fs.readSync(descriptor, last, 0, 1, size - 1) === 1 && !last.equals(NEWLINE);
  } finally {
    fs.closeSync(descriptor);
  }
}
