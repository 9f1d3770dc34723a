import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { type Line, LineSplitter } from './lines';

const CHUNK_BYTES = 1 << 20;
const MAXIMUM_LINE_BYTES = 256 << 20;
const NEWLINE = 0x0a;

/** How much of a log was read, in whole lines, and the checksum of all their bytes. */
export interface LogPosition {
  readonly bytes: number;
  readonly lines: number;
  readonly crc32: number;
}

const START: LogPosition = { bytes: 0, lines: 0, crc32: 0 };

/** What reading the log turned up. */
export interface LineListener {
  /**
   * @param line is overwritten when the call has returned
   * @param number from 1
   */
  onLine(line: Line, number: number): void;
  /** The log has shrunk, vanished or been replaced: all lines until now are void, and reading begins anew. */
  onRestart(): void;
}

/**
 * Reads a growing file of lines piece by piece: every call goes on where the last one stopped. A file that cannot be read
 * (yet, or any more) has no lines; only the listener's own errors are thrown.
 */
export class LogCursor {
  private offset = 0;
  private identity: Pick<fs.Stats, 'dev' | 'ino'> | undefined;
  private splitter = new LineSplitter(MAXIMUM_LINE_BYTES);
  private lines = 0;
  private wholeLines = START;
  private checksum = 0;

  constructor(private readonly path: string) {}

  get position(): LogPosition {
    return this.wholeLines;
  }

  /** Bytes after the last newline: a line still being written, or one that was cut. */
  get cutBytes(): number {
    return this.splitter.waiting;
  }

  /**
   * Has `read` go on behind lines that were read at another time, unless the log no longer begins with the very same bytes.
   *
   * @returns whether it does
   */
  resumeAt(position: LogPosition): boolean {
    let descriptor;
    try {
      descriptor = fs.openSync(this.path, 'r');
    } catch {
      return false;
    }
    try {
      if (checksumOf(descriptor, position.bytes) !== position.crc32) return false;
      const { dev, ino } = fs.fstatSync(descriptor);
      this.identity = { dev, ino };
      this.offset = position.bytes;
      this.lines = position.lines;
      this.wholeLines = position;
      this.checksum = position.crc32;
      return true;
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** @returns whether it stopped before the end, since it had read so many bytes */
  read(listener: LineListener, mostBytes = Infinity): boolean {
    let descriptor;
    try {
      descriptor = fs.openSync(this.path, 'r');
    } catch (error) {
      if (isMissing(error)) this.begin(undefined, listener);
      return false;
    }
    try {
      const { dev, ino, size } = fs.fstatSync(descriptor);
      if (size < this.offset || dev !== this.identity?.dev || ino !== this.identity.ino) {
        this.begin({ dev, ino }, listener);
      }
      const limit = Math.min(size, this.offset + mostBytes);
      const memory = Buffer.allocUnsafe(Math.max(0, Math.min(CHUNK_BYTES, limit - this.offset)));
      for (;;) {
        const chunk = readChunk(descriptor, memory, this.offset, limit);
        if (chunk.length === 0) return this.offset === limit && limit < size;
        this.offset += chunk.length;
        const end = chunk.lastIndexOf(NEWLINE) + 1;
        const checked = crc32(chunk.subarray(0, end), this.checksum);
        this.checksum = crc32(chunk.subarray(end), checked);
        this.splitter.push(chunk, (line) => {
          listener.onLine(line, ++this.lines);
        });
        if (end > 0) {
          const bytes = this.offset - (chunk.length - end);
          this.wholeLines = { bytes, lines: this.lines, crc32: checked };
        }
      }
    } finally {
      fs.closeSync(descriptor);
    }
  }

  private begin(identity: Pick<fs.Stats, 'dev' | 'ino'> | undefined, listener: LineListener): void {
    const hadRead = this.offset > 0;
    this.identity = identity;
    this.offset = 0;
    this.lines = 0;
    this.wholeLines = START;
    this.checksum = START.crc32;
    this.splitter = new LineSplitter(MAXIMUM_LINE_BYTES);
    if (hadRead) listener.onRestart();
  }
}

/** Into the beginning of `memory`. Empty at the end, and where the disk cannot be read: the next call tries again. */
function readChunk(descriptor: number, memory: Buffer, offset: number, limit: number): Buffer {
  const wanted = memory.subarray(0, Math.max(0, limit - offset));
  return wanted.subarray(0, readInto(descriptor, wanted, offset));
}

function readInto(descriptor: number, chunk: Buffer, offset: number): number {
  try {
    return fs.readSync(descriptor, chunk, 0, chunk.length, offset);
  } catch {
    return 0;
  }
}

/** Of the first bytes; undefined when there are not so many. */
function checksumOf(descriptor: number, bytes: number): number | undefined {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes));
  let checksum = START.crc32;
  for (let done = 0; done < bytes;) {
    const length = readInto(descriptor, chunk.subarray(0, bytes - done), done);
    if (length === 0) return undefined;
    checksum = crc32(chunk.subarray(0, length), checksum);
    done += length;
  }
  return checksum;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
