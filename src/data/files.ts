import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../common/errors';
import { binaryError, fileError, type Origin } from './errors';

/** How much of a file has been read: `done` of `total` bytes as they are on disk. */
export interface ReadingProgress {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}
export type ReadingListener = (progress: ReadingProgress) => void;

/** The whole content of a file, decompressed. */
export interface FileContent {
  readonly origin: Origin;
  readonly bytes: Uint8Array;
}

/** The largest content that is read into memory, in bytes: 2 GiB. */
export const maximumContent = 2 ** 31;

const chunkSize = 4 * 2 ** 20;

/** Reads the files of one dataset and remembers the SHA-256 of each, in the order in which they were read. */
export class DataFiles {
  private readonly digests: string[] = [];

  /**
   * @param folder what relative paths start from
   * @param onProgress called after every chunk
   */
  constructor(
    private readonly folder: string,
    private readonly onProgress: ReadingListener,
  ) {}

  /** SHA-256 in hexadecimal of every file read so far, as it is on disk. */
  get sha256(): readonly string[] {
    return this.digests;
  }

  /**
   * Hands the content of a file to `consume`, piece by piece, decompressed when it is gzip (whatever its name).
   *
   * @throws UserError when there is no such file, or it cannot be read, or the compressed data is damaged; and
   *   whatever `consume` throws
   */
  async stream(path: string, consume: (piece: Uint8Array, origin: Origin) => void): Promise<Origin> {
    const file = resolve(this.folder, path);
    const hash = createHash('sha256');
    const handle = await openFile(file);
    try {
      const total = await sizeOfFile(handle, file);
      const chunks = this.chunks(handle, file, total, (chunk) => hash.update(chunk));
      const first = await chunks.next();
      if (first.done === true) {
        throw fileError(file, 'the file is empty', 'Put the data there, or correct the path.');
      }
      const compressed = first.value[0] === 0x1f && first.value[1] === 0x8b;
      const origin = compressed ? { file, within: 'the decompressed data' } : { file };
      const all = startingWith(first.value, chunks);
      if (compressed) {
        await decompress(all, file, total, (piece) => {
          consume(piece, origin);
        });
      } else {
        for await (const chunk of all) {
          consume(chunk, origin);
        }
      }
      this.digests.push(hash.digest('hex'));
      return origin;
    } finally {
      await handle.close();
    }
  }

  /**
   * The whole content of a file.
   *
   * @param expectedSize tells from the first bytes how long the content ought to be, so that compressed data that is
   *   longer is not expanded in vain
   * @throws UserError as `stream` does, or when the content is longer than expected or than 2 GiB
   */
  async read(
    path: string,
    expectedSize: (head: Uint8Array, origin: Origin) => number = () => maximumContent,
  ): Promise<FileContent> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    let limit: number | undefined;
    const origin = await this.stream(path, (piece, from) => {
      pieces.push(piece);
      length += piece.length;
      limit ??= expectedSize(piece, from);
      if (length > maximumContent) {
        throw fileError(
          from.file,
          'more than 2 GiB of data',
          'Split the data set, or keep fewer examples in it.',
        );
      }
      if (length > limit) {
        throw trailingBytes(from, limit);
      }
    });
    const [only] = pieces;
    return {
      origin,
      bytes: pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, length),
    };
  }

  private async *chunks(
    handle: FileHandle,
    file: string,
    total: number,
    onChunk: (chunk: Uint8Array) => void,
  ): AsyncGenerator<Uint8Array, void> {
    let done = 0;
    for (;;) {
      const remaining = Math.max(total - done, 1);
      const { bytesRead, buffer } = await readSome(handle, file, Math.min(chunkSize, remaining));
      if (bytesRead === 0) {
        return;
      }
      done += bytesRead;
      const chunk = buffer.subarray(0, bytesRead);
      onChunk(chunk);
      this.onProgress({ file, done, total: Math.max(total, done) });
      yield chunk;
    }
  }
}

/** The error for content that goes on after its end. */
export function trailingBytes(origin: Origin, expected: number): Error {
  return binaryError(
    origin,
    expected,
    `there is more data than the header declares (${expected} bytes in all)`,
    'The file is damaged or its header is wrong: get or write it again.',
  );
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw fileError(
      file,
      missing ? 'there is no such file' : `the file cannot be opened (${messageOf(thrown)})`,
      'Correct the path: relative paths start from the folder of the experiment file.',
    );
  }
}

async function sizeOfFile(handle: FileHandle, file: string): Promise<number> {
  const status = await handle.stat();
  if (!status.isFile()) {
    throw fileError(file, 'this is not a file', 'Name the data file itself.');
  }
  if (status.size > maximumContent) {
    throw fileError(
      file,
      `${status.size} bytes are too many`,
      'Files of up to 2 GiB can be read: split the data set.',
    );
  }
  return status.size;
}

async function readSome(handle: FileHandle, file: string, length: number) {
  try {
    return await handle.read(Buffer.allocUnsafeSlow(length), 0, length, null);
  } catch (thrown) {
    throw fileError(
      file,
      `the file cannot be read (${messageOf(thrown)})`,
      'Check the file and its permissions.',
    );
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncGenerator<Uint8Array, void>) {
  yield first;
  yield* rest;
}

async function decompress(
  chunks: AsyncGenerator<Uint8Array, void>,
  file: string,
  total: number,
  consume: (piece: Uint8Array) => void,
): Promise<void> {
  const gunzip = createGunzip({ chunkSize: 2 ** 20 });
  const source = Readable.from(chunks);
  source.on('error', (reason) => gunzip.destroy(reason));
  try {
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Uint8Array>) {
      consume(piece);
    }
  } catch (thrown) {
    const code =
      thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
    if (!code.startsWith('Z_')) {
      throw thrown;
    }
    throw code === 'Z_BUF_ERROR'
      ? binaryError({ file }, total, 'the compressed data ends too early', 'The file is cut: get it again.')
      : binaryError(
          { file },
          gunzip.bytesWritten,
          `from here on the compressed data is damaged (${messageOf(thrown)})`,
          'Get the file again.',
        );
  } finally {
    source.destroy();
  }
  if (gunzip.bytesWritten < total) {
    throw binaryError(
      { file },
      gunzip.bytesWritten,
      `${total - gunzip.bytesWritten} bytes follow the end of the compressed data`,
      'The file is damaged: get it again.',
    );
  }
}
