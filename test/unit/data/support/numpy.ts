import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An array as NumPy saved it, and its values. */
export interface SavedArray {
  readonly type: string;
  readonly layout: 'C' | 'F';
  readonly version: number;
  readonly file: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface NumpyFiles {
  readonly arrays: readonly SavedArray[];
  readonly archives: Readonly<Record<'stored' | 'deflated', string>>;
  readonly refused: Readonly<Record<string, string>>;
}

const fixtures = join(__dirname, '../../../fixtures/data');

export const numpyFiles = JSON.parse(readFileSync(join(fixtures, 'numpy.json'), 'utf8')) as NumpyFiles;

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

/** The bytes of a .npy file, version 1.0, from its definition. */
export function npyFile(description: string, data: Uint8Array): Uint8Array {
  const text = `${description}${' '.repeat(63 - ((description.length + 10) % 64))}\n`;
  const header = Buffer.alloc(10);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  header.writeUInt16LE(text.length, 8);
  return Buffer.concat([header, Buffer.from(text, 'latin1'), data]);
}

/** An array of bytes as a .npy file. */
export function byteArray(shape: readonly number[], values: readonly number[]): Uint8Array {
  const tuple = shape.map((length) => `${length},`).join(' ');
  return npyFile(`{'descr': '|u1', 'fortran_order': False, 'shape': (${tuple}), }`, Uint8Array.from(values));
}
