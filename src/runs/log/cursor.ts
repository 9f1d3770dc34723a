import fs from 'node:fs';
import { type Line, LineSplitter } from './lines';

const CHUNK_BYTES = 1 << 20;
const MAXIMUM_LINE_BYTES = 256 << 20;

/** What reading the log turned up. */
export interface LineListener {
  /** @param number from 1 */
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

  constructor(private readonly path: string) {}

  /** Bytes after the last newline: a line still being written, or one that was cut. */
  get cutBytes(): number {
    return this.splitter.waiting;
  }

  read(listener: LineListener): void {
    let descriptor;
    try {
      descriptor = fs.openSync(this.path, 'r');
    } catch (error) {
      if (isMissing(error)) this.begin(undefined, listener);
      return;
    }
    try {
      const { dev, ino, size } = fs.fstatSync(descriptor);
      if (size < this.offset || dev !== this.identity?.dev || ino !== this.identity.ino) {
        this.begin({ dev, ino }, listener);
      }
      for (;;) {
        const chunk = readChunk(descriptor, this.offset, size);
        if (chunk.length === 0) return;
        this.offset += chunk.length;
        this.splitter.push(chunk, (line) => {
          listener.onLine(line, ++this.lines);
        });
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
    this.splitter = new LineSplitter(MAXIMUM_LINE_BYTES);
    if (hadRead) listener.onRestart();
  }
}

/** An empty chunk at the end, and where the disk cannot be read: the next call tries again. */
function readChunk(descriptor: number, offset: number, size: number): Buffer {
  const chunk = Buffer.allocUnsafe(Math.max(0, Math.min(CHUNK_BYTES, size - offset)));
  try {
    return chunk.subarray(0, fs.readSync(descriptor, chunk, 0, chunk.length, offset));
  } catch {
    return chunk.subarray(0, 0);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
