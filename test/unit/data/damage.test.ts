import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { UserError } from '../../../src/common/errors';
import type { Dataset } from '../../../src/data';
import { TemporaryFolder } from './support/files';
import { idxFile, smallSet } from './support/idx';
import { byteArray, fromBase64, numpyFiles } from './support/numpy';

/** One change of the bytes of a file; places are shares of its length. */
type Damage =
  | { readonly type: 'flip'; readonly place: number; readonly bit: number }
  | { readonly type: 'set'; readonly place: number; readonly byte: number }
  | { readonly type: 'cut'; readonly place: number }
  | { readonly type: 'insert'; readonly place: number; readonly bytes: Uint8Array }
  | { readonly type: 'remove'; readonly place: number; readonly count: number };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ type: fc.constant('flip' as const), place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({
    type: fc.constant('set' as const),
    place,
    byte: fc.constantFrom(0, 1, 0x0a, 0x22, 0x2c, 0x39, 0x7f, 0x80, 0xff),
  }),
  fc.record({ type: fc.constant('cut' as const), place }),
  fc.record({
    type: fc.constant('insert' as const),
    place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
  }),
  fc.record({ type: fc.constant('remove' as const), place, count: fc.integer({ min: 1, max: 9 }) }),
);

function apply(bytes: Uint8Array, { place: share, ...change }: Damage): Uint8Array {
  const at = Math.floor(share * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (change.type) {
    case 'flip':
      return Buffer.concat([before, Uint8Array.of((after[0] ?? 0) ^ (1 << change.bit)), after.subarray(1)]);
    case 'set':
      return Buffer.concat([before, Uint8Array.of(change.byte), after.subarray(1)]);
    case 'cut':
      return before;
    case 'insert':
      return Buffer.concat([before, change.bytes, after]);
    case 'remove':
      return Buffer.concat([before, after.subarray(change.count)]);
  }
}

/** Whatever was read must be fit to train on. */
function assertSound({ train, validation, test, classNames, inputShape }: Dataset): void {
  const width = inputShape.reduce((product, length) => product * length, 1);
  for (const { count, inputs, labels } of [train, validation, test]) {
    assert.equal(inputs.length, count * width);
    assert.equal(labels.length, count);
    assert.ok(inputs.every(Number.isFinite));
    assert.ok(labels.every((label) => label >= 0 && label < classNames.length));
  }
  assert.ok(train.count > 0);
}

describe('Damaged files', () => {
  const folder = new TemporaryFolder();
  const { images, labels } = smallSet(12);
  const doubles = Buffer.alloc(12 * 2 * 8);
  for (let index = 0; index < 24; index++) {
    doubles.writeDoubleBE(index / 7, index * 8);
  }
  const columns = numpyFiles.arrays.find(
    ({ type, layout, version }) => type === '>f4' && layout === 'F' && version === 2,
  );
  assert.ok(columns);
  const csv =
    'width,height,"kind, or so"\r\n1,2.5,cat\r\n-3,4e2,"d ""o"" g"\r\n5,6,cat\r\n\r\n7,8,ant\r\n9,1,ant\r\n2,3,cat\r\n';
  const idx = { format: 'idx', train: { inputs: 'damaged', labels: 'labels' }, test: 0.2, validation: 0.2 };
  const npy = { format: 'npy', train: { inputs: 'damaged', labels: 'labels' }, test: 1, validation: 0 };
  const cases: readonly [string, Uint8Array, Uint8Array, Readonly<Record<string, unknown>>][] = [
    ['IDX images', images, labels, idx],
    ['IDX images, gzip', gzipSync(images), labels, idx],
    [
      'IDX images of float64, standardized',
      idxFile(0x0e, [12, 2], doubles),
      labels,
      { ...idx, scaling: 'standardize' },
    ],
    ['IDX labels', labels, images, { ...idx, train: { inputs: 'labels', labels: 'damaged' } }],
    ['NPY inputs', fromBase64(columns.file), byteArray([3], [0, 1, 0]), npy],
    ['NPY inputs, gzip', gzipSync(fromBase64(columns.file)), byteArray([3], [0, 1, 0]), npy],
    ['NPZ, stored', fromBase64(numpyFiles.archives.stored), labels, { format: 'npz', file: 'damaged' }],
    ['NPZ, deflated', fromBase64(numpyFiles.archives.deflated), labels, { format: 'npz', file: 'damaged' }],
    ['CSV', Buffer.from(csv), labels, { format: 'csv', train: 'damaged', test: 0.2, validation: 0.2 }],
    [
      'CSV, gzip',
      gzipSync(csv),
      labels,
      { format: 'csv', train: 'damaged', test: 0.2, scaling: 'standardize' },
    ],
    [
      'CSV, by name',
      Buffer.from(csv),
      labels,
      { format: 'csv', train: 'damaged', test: 1, label: 'kind, or so', ignore: [0] },
    ],
  ];

  for (const [name, original, other, settings] of cases) {
    it(`${name}: either a sound dataset or a UserError`, async () => {
      const outcomes = { sound: 0, refused: 0 };
      await folder.write({ labels: other, damaged: original });
      assertSound(await folder.load(settings));
      await fc.assert(
        fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
          await folder.write({ damaged: damages.reduce(apply, original) });
          try {
            assertSound(await folder.load(settings));
            outcomes.sound++;
          } catch (thrown) {
            assert.ok(thrown instanceof UserError, String(thrown));
            assert.ok(thrown.message.length < 1000 && thrown.mend !== undefined);
            outcomes.refused++;
          }
        }),
        { numRuns: 250 },
      );
      assert.ok(outcomes.refused > 0);
    });
  }

  it('of nothing but random bytes are refused', async () => {
    await folder.write({ labels });
    for (const settings of [
      idx,
      npy,
      { format: 'npz', file: 'damaged' },
      { format: 'csv', train: 'damaged', test: 1 },
    ]) {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
          await folder.write({ damaged: bytes });
          await assert.rejects(folder.load(settings), UserError);
        }),
        { numRuns: 60 },
      );
    }
  });
});
