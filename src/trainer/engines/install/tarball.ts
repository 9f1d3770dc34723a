import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A tar archive consists of such blocks: one that describes a file, then those of its content. */
const BLOCK_BYTES = 512;

/** Where a header keeps its fields: first byte, and number of bytes. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  checksum: [148, 8],
  kind: [156, 1],
  prefix: [345, 155],
} as const;

const FILE_KINDS: readonly string[] = ['', '0'];
const FOLDER_KIND = '5';

/**
 * Unpacks an npm package's tarball, without the folder `package` that all of it lies in. Of what tar knows, it takes what such
 * tarballs consist of: files and folders.
 *
 * @throws Error if the archive is cut short, damaged, holds anything else, or names a place outside the folder; what came
 *   before in the archive is there then
 */
export function unpackTarball(compressed: Buffer, folder: string): void {
  const archive = gunzipSync(compressed);
  let position = 0;
  for (;;) {
    const header = take(archive, position, BLOCK_BYTES);
    position += BLOCK_BYTES;
    if (header.every((byte) => byte === 0)) return;
    verifyChecksum(header);

    const prefix = text(header, 'prefix');
    const name = prefix === '' ? text(header, 'name') : `${prefix}/${text(header, 'name')}`;
    const kind = text(header, 'kind');
    const size = octal(header, 'size');
    if (FILE_KINDS.includes(kind)) {
      const path = join(folder, ...placeOf(name));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, take(archive, position, size), { mode: octal(header, 'mode') & 0o777 });
    } else if (kind !== FOLDER_KIND) {
      throw new Error(`the archive holds "${name}", which is neither a file nor a folder`);
    }
    position += Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
}

/** The path of an entry below the archive's one folder. */
function placeOf(name: string): string[] {
  const parts = name.split('/');
  const isPlain = (part: string): boolean =>
    part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part);
  if (parts.length === 1 || !parts.every(isPlain)) {
    throw new Error(`the archive wants to write to "${name}", outside its folder`);
  }
  return parts.slice(1);
}

function take(archive: Buffer, position: number, size: number): Buffer {
  if (position + size > archive.length) throw new Error('the archive is cut short');
  return archive.subarray(position, position + size);
}

function text(header: Buffer, field: keyof typeof fields): string {
  const [start, size] = fields[field];
  return header.toString('utf8', start, start + size).replace(/\0.*$/s, '');
}

function octal(header: Buffer, field: keyof typeof fields): number {
  const digits = text(header, field).trim();
  if (!/^[0-7]+$/.test(digits)) throw new Error('the archive is damaged');
  return Number.parseInt(digits, 8);
}

/** The sum of the header's bytes, those of the sum itself counted as spaces. */
function verifyChecksum(header: Buffer): void {
  const [start, size] = fields.checksum;
  const sum = header.reduce(
    (total, byte, index) => total + (index >= start && index < start + size ? 0x20 : byte),
    0,
  );
  if (sum !== octal(header, 'checksum')) throw new Error('the archive is damaged');
}
