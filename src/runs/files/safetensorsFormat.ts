import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UserError } from '../../common/errors';
import { sizeOf } from '../../common/examples';
import type { NamedArray } from '../../common/namedArray';

/**
 * The parts of a safetensors file (https://github.com/huggingface/safetensors): the header's length as a little-endian
 * 64-bit integer, the header as JSON padded with spaces to a multiple of 8 bytes, the values.
 *
 * Its metadata carry `sha256`: the digest of the padded header, with the 64 digits of the digest itself as zeros, and
 * the values.
 */
export const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
export const MAXIMUM_HEADER_BYTES = 100_000_000;
export const DIGEST_KEY = 'sha256';
export const METADATA_KEY = '__metadata__';
/** Occurs but once: inside a JSON text the quotes would be escaped, and arrays are no text. */
const DIGEST_START = `"${DIGEST_KEY}":"`;
const BLANK_DIGEST = '0'.repeat(64);
const ALIGNMENT = 8;
const ELEMENT_BYTES = 4;

/** A file whose content is not what was written, or not of the format at all. */
export class DamagedFileError extends UserError {
  constructor(file: string, reason: string, byteOffset?: number) {
    super(
      `${file} is damaged: ${reason}.`,
      'Delete it; what it held will be computed anew, or taken from an older checkpoint.',
      byteOffset === undefined ? { file } : { file, byteOffset },
    );
  }
}

/** One array in the header. Offsets are in bytes from the first value. */
export interface ArrayEntry {
  readonly name: string;
  readonly type: 'F32' | 'I32';
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly ArrayEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an array, as they lie in memory. */
export function bytesOf(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The header, padded, with its digest over itself and the arrays' values. */
export function buildHeader(
  arrays: readonly NamedArray[],
  metadata: Readonly<Record<string, string>>,
): Buffer {
  const header = new Map<string, object>([[METADATA_KEY, { [DIGEST_KEY]: BLANK_DIGEST, ...metadata }]]);
  let offset = 0;
  for (const { name, shape, values } of arrays) {
    if (header.has(name)) throw new RangeError(`Two arrays are called "${name}"`);
    if (sizeOf(shape) !== values.length) {
      throw new RangeError(
        `"${name}" has ${values.length} values, its shape [${shape.join(', ')}] says otherwise`,
      );
    }
    const dtype = values instanceof Float32Array ? 'F32' : 'I32';
    header.set(name, { dtype, shape, data_offsets: [offset, offset + values.byteLength] });
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const bytes = Buffer.alloc(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT, ' ');
  text.copy(bytes);
  const hash = createHash('sha256').update(bytes);
  for (const { values } of arrays) hash.update(bytesOf(values));
  bytes.write(hash.digest('hex'), bytes.indexOf(DIGEST_START) + DIGEST_START.length, 'latin1');
  return bytes;
}

/** The header as it was when its digest was taken. */
export function withoutDigest(header: Buffer, digest: string): Buffer {
  const blank = Buffer.from(header);
  const field = blank.indexOf(`${DIGEST_START}${digest}"`);
  if (field !== -1) blank.write(BLANK_DIGEST, field + DIGEST_START.length, 'latin1');
  return blank;
}

const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'I32']),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataSchema = z.record(z.string(), z.string());
/** Not a record schema: that would leave out an array called `__proto__`. */
const headerSchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/**
 * @param dataBytes how many bytes of values the file holds
 * @throws DamagedFileError when the header is no such JSON, or its arrays do not fill the data without gap or overlap
 */
export function parseHeader(file: string, bytes: Buffer, dataBytes: number): Header {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new DamagedFileError(file, 'its header is not JSON', LENGTH_BYTES);
  }
  const header = headerSchema.safeParse(json);
  if (!header.success) throw new DamagedFileError(file, 'its header is not a JSON object', LENGTH_BYTES);
  const { [METADATA_KEY]: metadataValue, ...arrays } = header.data;
  const metadata = metadataSchema.safeParse(metadataValue ?? {});
  if (!metadata.success) throw new DamagedFileError(file, 'its metadata are not all text', LENGTH_BYTES);
  const entries = Object.entries(arrays).map(([name, value]) => parseEntry(file, name, value));
  assertFilled(file, entries, dataBytes);
  return { entries, metadata: metadata.data };
}

function parseEntry(file: string, name: string, value: unknown): ArrayEntry {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) {
    throw new DamagedFileError(
      file,
      `its header describes no array of 32-bit numbers as "${name}"`,
      LENGTH_BYTES,
    );
  }
  const { dtype, shape, data_offsets: offsets } = entry.data;
  const [begin, end] = offsets;
  if (end - begin !== sizeOf(shape) * ELEMENT_BYTES) {
    throw new DamagedFileError(
      file,
      `"${name}" has another length than its shape [${shape.join(', ')}]`,
      LENGTH_BYTES,
    );
  }
  return { name, type: dtype, shape, begin, end };
}

function assertFilled(file: string, entries: readonly ArrayEntry[], dataBytes: number): void {
  let filled = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) {
      throw new DamagedFileError(
        file,
        `"${name}" does not begin where the array before it ends`,
        LENGTH_BYTES,
      );
    }
    filled = end;
  }
  if (filled !== dataBytes) {
    throw new DamagedFileError(file, `it holds ${dataBytes} bytes of values where its header says ${filled}`);
  }
}
