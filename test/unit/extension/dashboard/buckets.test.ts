import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BlockExtremes, bucketize } from '../../../../src/extension/dashboard/series/buckets';

const values = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
  ),
  { maxLength: 300 },
);
const piece = fc.record({
  from: fc.integer({ min: 1, max: 320 }),
  extra: fc.integer({ min: 0, max: 320 }),
  width: fc.integer({ min: 1, max: 100 }),
});

/** The finite values of the steps from `from` to `to`, as anybody would look for them. */
function finite(all: readonly number[], from: number, to: number): number[] {
  return all.filter((value, index) => index + 1 >= from && index + 1 <= to && Number.isFinite(value));
}

describe('buckets of a series', () => {
  it('hold the exact extremes of what they cover, at any zoom', () => {
    fc.assert(
      fc.property(values, piece, (all, { from, extra, width }) => {
        const to = from + extra;
        const buckets = bucketize(Float64Array.from(all), { from, to, width });
        for (let bucket = 0; bucket < buckets.minimum.length; bucket++) {
          const begin = Math.max(from, buckets.first + bucket * buckets.size);
          const end = Math.min(to, buckets.first + (bucket + 1) * buckets.size - 1);
          const inside = finite(all, begin, end);
          // The sign of zero is of no account.
          const [low = NaN, high = NaN] = [buckets.minimum[bucket], buckets.maximum[bucket]];
          assert.equal(low + 0, inside.length ? Math.min(...inside) + 0 : NaN);
          assert.equal(high + 0, inside.length ? Math.max(...inside) + 0 : NaN);
        }
      }),
    );
  });

  it('together cover every step asked for that is on record, and none twice', () => {
    fc.assert(
      fc.property(values, piece, (all, { from, extra, width }) => {
        const to = from + extra;
        const buckets = bucketize(Float64Array.from(all), { from, to, width });
        const last = Math.min(to, all.length);
        assert.ok(buckets.minimum.length <= width);
        if (last < from) {
          assert.equal(buckets.minimum.length, 0);
          return;
        }
        assert.ok(buckets.first <= from && from < buckets.first + buckets.size);
        assert.equal(buckets.last, last);
        const covered = buckets.first + buckets.minimum.length * buckets.size;
        assert.ok(covered > last && covered - buckets.size <= last);
      }),
    );
  });

  it('are single steps where there is room for all', () => {
    const { size, minimum, maximum } = bucketize([5, 3, 8, 1], { from: 2, to: 4, width: 3 });
    assert.equal(size, 1);
    assert.deepEqual([...minimum], [3, 8, 1]);
    assert.deepEqual([...maximum], [3, 8, 1]);
  });

  it('stay where they are while a live series grows', () => {
    const series = Array.from({ length: 1000 }, (_, index) => Math.sin(index));
    const before = bucketize(series.slice(0, 700), { from: 1, to: 1000, width: 50 });
    const after = bucketize(series, { from: 1, to: 1000, width: 50 });
    assert.equal(before.size, after.size);
    const whole = Math.floor(700 / before.size);
    assert.deepEqual(before.minimum.slice(0, whole), after.minimum.slice(0, whole));
  });

  it('of a long, growing series are the same with and without kept blocks', () => {
    const series = Array.from({ length: 3000 }, (_, index) =>
      index % 700 < 300 ? NaN : Math.sin(index * index),
    );
    const lengths = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        lengths,
        piece,
        fc.integer({ min: 0, max: 2700 }),
        (grown, { from, extra, width }, shift) => {
          const blocks = new BlockExtremes();
          for (const length of grown.sort((a, b) => a - b)) {
            const values = series.slice(0, length);
            const view = { from: from + shift, to: from + shift + 9 * extra, width };
            const { first, size, last, minimum } = bucketize(values, view, blocks);
            for (const [bucket, value] of minimum.entries()) {
              const begin = Math.max(view.from, first + bucket * size);
              const inside = finite(values, begin, Math.min(last, first + (bucket + 1) * size - 1));
              assert.equal(value, inside.length ? Math.min(...inside) : NaN);
            }
          }
        },
      ),
    );
  });
});
