import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { UserError } from '../../../src/common/errors';
import type { NamedArray } from '../../../src/common/namedArray';
import { DamagedFileError, readSafetensors, writeSafetensors } from '../../../src/runs';
import { temporaryFolder } from './temporaryFolder';

const ARRAYS: readonly NamedArray[] = [
  { name: 'dense/kernel', shape: [2, 3], values: Float32Array.of(1, -0, NaN, Infinity, 1e-45, 0.1) },
  { name: 'step', shape: [], values: Int32Array.of(-7) },
  { name: 'größe', shape: [0, 4], values: new Float32Array(0) },
  { name: '10', shape: [3], values: Int32Array.of(1, 2, 3) },
];
const METADATA = { stage: 'student-1', epoch: '3', '': 'größer "x"', 7: '0'.repeat(64) };

function isDamage(file: string): (error: unknown) => boolean {
  return (error) => error instanceof DamagedFileError && error.message.startsWith(file);
}

describe('safetensors', () => {
  const temporary = temporaryFolder();
  let file: string;
  const read = (): unknown => readSafetensors(file);

  beforeEach(() => {
    file = path.join(temporary(), 'arrays.safetensors');
  });

  it('come back to the last bit, in their order', () => {
    writeSafetensors(file, ARRAYS, METADATA);
    const { arrays, metadata } = readSafetensors(file);
    assert.deepEqual(metadata, METADATA);
    const byName = (list: readonly NamedArray[]): NamedArray[] =>
      [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(byName(arrays), byName(ARRAYS));
    const filled = ({ values }: NamedArray): boolean => values.length > 0;
    assert.deepEqual(
      arrays.filter(filled).map(({ name }) => name),
      ['dense/kernel', 'step', '10'],
    );
  });

  it('hold any arrays', () => {
    const values = fc.oneof(fc.float32Array({ maxLength: 20 }), fc.int32Array({ maxLength: 20 }));
    const arrays = fc.uniqueArray(
      fc
        .record({ name: fc.string({ unit: 'grapheme' }), values })
        .map((array): NamedArray => ({ ...array, shape: [array.values.length] })),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(arrays, fc.dictionary(fc.string(), fc.string()), (list, metadata) => {
        writeSafetensors(file, list, metadata);
        const found = new Map(readSafetensors(file).arrays.map((array) => [array.name, array]));
        assert.equal(found.size, list.length);
        for (const array of list) assert.deepEqual(found.get(array.name), array);
      }),
      { numRuns: 50, examples: [[[{ name: '__proto__', shape: [1], values: Float32Array.of(1) }], {}]] },
    );
  });

  it('have the layout of the format', () => {
    writeSafetensors(file, ARRAYS, METADATA);
    const bytes = fs.readFileSync(file);
    const headerLength = Number(bytes.readBigUInt64LE());
    assert.equal(headerLength % 8, 0);
    const headerBytes = bytes.subarray(8, 8 + headerLength);
    const header = JSON.parse(headerBytes.toString('utf8')) as Record<string, unknown>;
    assert.deepEqual(header['dense/kernel'], { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
    assert.deepEqual(header['step'], { dtype: 'I32', shape: [], data_offsets: [24, 28] });
    assert.deepEqual(header['10'], { dtype: 'I32', shape: [3], data_offsets: [28, 40] });
    assert.equal(headerBytes[0], '{'.charCodeAt(0));
    const data = bytes.subarray(8 + headerLength);
    assert.equal(data.length, 40);
    assert.equal(data.readFloatLE(0), 1);
    assert.equal(data.readInt32LE(24), -7);

    const { sha256 } = header['__metadata__'] as { sha256: string };
    const blank = Buffer.from(headerBytes.toString('latin1').replace(sha256, '0'.repeat(64)), 'latin1');
    assert.equal(createHash('sha256').update(blank).update(data).digest('hex'), sha256);
  });

  it('show the loss of any byte at the end', () => {
    writeSafetensors(file, ARRAYS, METADATA);
    const whole = fs.readFileSync(file);
    for (let length = 0; length < whole.length; length++) {
      fs.writeFileSync(file, whole.subarray(0, length));
      assert.throws(read, isDamage(file), `cut at byte ${length}`);
    }
    fs.writeFileSync(file, Buffer.concat([whole, Buffer.of(0)]));
    assert.throws(read, isDamage(file));
  });

  it('show a change of any byte', () => {
    writeSafetensors(file, ARRAYS, METADATA);
    const whole = fs.readFileSync(file);
    for (let position = 0; position < whole.length; position++) {
      for (const change of [1, 0x20, 0x80]) {
        const changed = Buffer.from(whole);
        changed[position] = (changed[position] ?? 0) ^ change;
        fs.writeFileSync(file, changed);
        assert.throws(read, isDamage(file), `byte ${position} ^ ${change}`);
      }
    }
  });

  it('refuse headers that lie, before memory is spent on them', () => {
    const write = (header: unknown): void => {
      const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      fs.writeFileSync(file, Buffer.concat([length, text, Buffer.alloc(8)]));
    };
    const array = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
    const lies = [
      'no JSON',
      '[]',
      { a: 1 },
      { a: { ...array, dtype: 'F64' } },
      { a: { ...array, shape: [2e15], data_offsets: [0, 8e15] } },
      { a: { ...array, shape: [-2] } },
      { a: { ...array, data_offsets: [8, 0] } },
      { a: array, b: array },
      { a: { ...array, shape: [1], data_offsets: [4, 8] } },
      { a: { ...array, shape: [1], data_offsets: [0, 4] } },
      { a: array, __metadata__: { sha256: 1 } },
      { a: array },
      { a: array, __metadata__: { sha256: '' } },
      { a: array, __metadata__: { sha256: '0'.repeat(64) } },
    ];
    for (const lie of lies) {
      write(lie);
      assert.throws(read, isDamage(file), JSON.stringify(lie));
    }
  });

  it('that are missing are no damage', () => {
    assert.throws(read, (error) => error instanceof UserError && !(error instanceof DamagedFileError));
  });

  it('are refused when the arrays make no sense', () => {
    const values = Float32Array.of(1, 2);
    const attempts: readonly (readonly NamedArray[])[] = [
      [{ name: 'a', shape: [3], values }],
      [
        { name: 'a', shape: [2], values },
        { name: 'a', shape: [2], values },
      ],
      [{ name: '__metadata__', shape: [2], values }],
    ];
    for (const arrays of attempts) {
      assert.throws(() => {
        writeSafetensors(file, arrays, {});
      }, RangeError);
    }
    assert.throws(() => {
      writeSafetensors(file, ARRAYS, { sha256: '' });
    }, RangeError);
    assert.ok(!fs.existsSync(file));
  });
});
