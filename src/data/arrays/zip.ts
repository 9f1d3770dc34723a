import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { messageOf } from '../../common/errors';
import { binaryError } from '../errors';
import { maximumContent, type FileContent } from '../files';

/** One file in an archive, as the archive's directory describes it. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
  /** Where the directory speaks of it. */
  readonly directoryOffset: number;
}

const endRecordSize = 22;
const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;

/** Deflate shrinks data to a 1032th at best; the rest is for very short data. */
const largestExpansion = (compressed: number) => 1032 * compressed + 1032;

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/**
 * The directory at the end of a ZIP archive (PKWARE APPNOTE 6.3, sections 4.3.12 and 4.3.16). Archives of more than
 * 4 GiB, with their larger records, cannot occur: files of that size are not read.
 *
 * @throws UserError when the archive is cut or damaged
 */
export function readZipDirectory(archive: FileContent): readonly ZipEntry[] {
  const { bytes, origin } = archive;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end === undefined) {
    throw damaged(
      archive,
      bytes.length,
      'the archive does not end with its directory: it is cut, or not a ZIP archive',
    );
  }
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let offset = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (offset + 46 > end || view.getUint32(offset, true) !== directorySignature) {
      throw damaged(archive, offset, `entry ${index + 1} of ${count} of the directory is missing`);
    }
    const nameEnd = offset + 46 + view.getUint16(offset + 28, true);
    const entryEnd = nameEnd + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
    if (entryEnd > end) {
      throw damaged(archive, offset, `entry ${index + 1} of ${count} of the directory is cut`);
    }
    entries.push({
      name: Buffer.from(bytes.subarray(offset + 46, nameEnd)).toString('utf8'),
      flags: view.getUint16(offset + 8, true),
      method: view.getUint16(offset + 10, true),
      checksum: view.getUint32(offset + 16, true),
      compressedSize: view.getUint32(offset + 20, true),
      size: view.getUint32(offset + 24, true),
      headerOffset: view.getUint32(offset + 42, true),
      directoryOffset: offset,
    });
    offset = entryEnd;
  }
  if (offset !== end) {
    throw binaryError(
      origin,
      offset,
      `${end - offset} bytes between the directory and its end record belong to nothing`,
      'The archive is damaged: write it again.',
    );
  }
  return entries;
}

/**
 * The content of one file of an archive, checked against its size and checksum.
 *
 * @throws UserError when it is damaged, encrypted or compressed by something other than deflate
 */
export async function extractZipEntry(archive: FileContent, entry: ZipEntry): Promise<FileContent> {
  const { bytes, origin } = archive;
  const stored = locate(archive, entry);
  if (entry.size > maximumContent || entry.size > largestExpansion(entry.compressedSize)) {
    throw damaged(
      archive,
      entry.directoryOffset + 24,
      `${entry.name} cannot be ${entry.size} bytes long, from ${entry.compressedSize} compressed bytes`,
    );
  }
  const content = entry.method === 0 ? stored : await expand(archive, entry, stored);
  if (content.length !== entry.size) {
    throw damaged(
      archive,
      entry.directoryOffset + 24,
      `${entry.name} has ${content.length} bytes, not ${entry.size} as the directory says`,
    );
  }
  if (crc32(content) !== entry.checksum) {
    throw damaged(archive, stored.byteOffset - bytes.byteOffset, `the checksum of ${entry.name} is wrong`);
  }
  return { origin: { file: origin.file, within: entry.name }, bytes: content };
}

function findEndRecord(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endRecordSize - 0xffff);
  for (let offset = view.byteLength - endRecordSize; offset >= first; offset--) {
    const complete = () => offset + endRecordSize + view.getUint16(offset + 20, true) === view.byteLength;
    if (view.getUint32(offset, true) === endSignature && complete()) {
      return offset;
    }
  }
  return undefined;
}

/** The bytes of an entry as they are stored. */
function locate(archive: FileContent, entry: ZipEntry): Uint8Array {
  const { bytes } = archive;
  const { headerOffset, compressedSize, name } = entry;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (headerOffset + 30 > bytes.length || view.getUint32(headerOffset, true) !== localSignature) {
    throw damaged(archive, headerOffset, `${name} is not where the directory says`);
  }
  if ((entry.flags & 1) !== 0) {
    throw binaryError(
      archive.origin,
      headerOffset,
      `${name} is encrypted`,
      'Write the archive without a password.',
    );
  }
  if (entry.method !== 0 && entry.method !== 8) {
    throw binaryError(
      archive.origin,
      entry.directoryOffset + 10,
      `${name} is compressed by method ${entry.method}`,
      'Write the archive with numpy.savez or numpy.savez_compressed, which store or deflate.',
    );
  }
  const start =
    headerOffset + 30 + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
  if (start + compressedSize > bytes.length) {
    throw damaged(archive, bytes.length, `${name} goes on after the end of the archive`);
  }
  return bytes.subarray(start, start + compressedSize);
}

async function expand(archive: FileContent, entry: ZipEntry, stored: Uint8Array): Promise<Uint8Array> {
  try {
    return await inflate(stored, { maxOutputLength: Math.max(entry.size, 1) });
  } catch (thrown) {
    throw damaged(
      archive,
      stored.byteOffset - archive.bytes.byteOffset,
      `${entry.name} cannot be decompressed (${messageOf(thrown)})`,
    );
  }
}

function damaged({ origin }: FileContent, byteOffset: number, message: string): Error {
  return binaryError(origin, byteOffset, message, 'The archive is damaged: get or write it again.');
}
