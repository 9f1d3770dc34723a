import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs';
import { messageOf, UserError } from '../../common/errors';
import { sizeOf } from '../../common/examples';
import type { NamedArray } from '../../common/namedArray';
import { writeFileAtomic } from './atomic';
import {
  type ArrayEntry,
  buildHeader,
  bytesOf,
  DamagedFileError,
  DIGEST_KEY,
  LENGTH_BYTES,
  MAXIMUM_HEADER_BYTES,
  METADATA_KEY,
  parseHeader,
  withoutDigest,
} from './safetensorsFormat';

/** One read call takes at most 2³¹ − 1 bytes. */
const READ_BYTES = 1 << 26;

export interface SafetensorsFile {
  /** In the order in which they were written. */
  readonly arrays: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes arrays as a safetensors file, atomically, with a SHA-256 digest in its metadata. Python's `safetensors` reads it.
 *
 * @param metadata anything but `sha256`
 * @throws UserError when the disk is full or the folder may not be written
 */
export function writeSafetensors(
  file: string,
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): void {
  if (DIGEST_KEY in metadata) throw new RangeError(`"${DIGEST_KEY}" is no metadata of the caller's`);
  if (arrays.some(({ name }) => name === METADATA_KEY))
    throw new RangeError(`No array may be called ${METADATA_KEY}`);
  const header = buildHeader(arrays, metadata);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileAtomic(file, [length, header, ...arrays.map(({ values }) => bytesOf(values))]);
}

/**
 * Reads what `writeSafetensors` wrote, and verifies every byte of it.
 *
 * @throws DamagedFileError (a UserError) when a single bit is not as it was written, or the file was not written by Distillery
 * @throws UserError when the file cannot be read
 */
export function readSafetensors(file: string): SafetensorsFile {
  let descriptor;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`, undefined, { file });
  }
  try {
    return read(file, descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function read(file: string, descriptor: number): SafetensorsFile {
  const { size } = fs.fstatSync(descriptor);
  if (size < LENGTH_BYTES) throw new DamagedFileError(file, `it has only ${size} bytes`);
  const length = Buffer.alloc(LENGTH_BYTES);
  readFully(file, descriptor, length, 0);
  const headerLength = length.readBigUInt64LE();
  if (headerLength > BigInt(Math.min(MAXIMUM_HEADER_BYTES, size - LENGTH_BYTES))) {
    throw new DamagedFileError(file, `its header would be ${headerLength.toString()} bytes long`, 0);
  }
  const headerBytes = Buffer.alloc(Number(headerLength));
  readFully(file, descriptor, headerBytes, LENGTH_BYTES);
  const dataStart = LENGTH_BYTES + headerBytes.length;
  const header = parseHeader(file, headerBytes, size - dataStart);
  const { [DIGEST_KEY]: digest, ...metadata } = header.metadata;
  if (digest === undefined) throw new DamagedFileError(file, 'its header has no digest', LENGTH_BYTES);

  const arrays: NamedArray[] = [];
  const hash = createHash('sha256').update(withoutDigest(headerBytes, digest));
  for (const entry of [...header.entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    arrays.push(readArray(file, descriptor, entry, dataStart, hash));
  }
  if (hash.digest('hex') !== digest)
    throw new DamagedFileError(file, 'its bytes do not have the digest in its header');
  return { arrays, metadata };
}

function readArray(
  file: string,
  descriptor: number,
  entry: ArrayEntry,
  dataStart: number,
  hash: Hash,
): NamedArray {
  const { name, type, shape } = entry;
  const values = type === 'F32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape));
  const bytes = bytesOf(values);
  readFully(file, descriptor, bytes, dataStart + entry.begin);
  hash.update(bytes);
  return { name, shape, values };
}

function readFully(file: string, descriptor: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length;) {
    const length = fs.readSync(
      descriptor,
      target,
      done,
      Math.min(READ_BYTES, target.length - done),
      position + done,
    );
    if (length === 0) throw new DamagedFileError(file, 'it ends too early', position + done);
    done += length;
  }
}
