import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bucketBand, hullOf, meanOf, thinBand } from '../../../src/webview/pure/seedBands';

const step = (x: number): number => x;

describe('several seeds as one', () => {
  it('lie between their smallest and largest value, around their mean, wherever all have a point', () => {
    const curves = fc.integer({ min: 1, max: 20 }).chain((length) =>
      fc.array(
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: length, maxLength: length }),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
    );
    fc.assert(
      fc.property(curves, (seeds) => {
        const lines = seeds.map((y) => ({ x: y.map((_, index) => index), y }));
        const { low, high } = hullOf(lines.map(thinBand));
        const { y } = meanOf(lines);
        for (const index of lines[0]?.x ?? []) {
          const values = seeds.map((seed) => seed[index] ?? NaN);
          assert.equal(low[index], Math.min(...values));
          assert.equal(high[index], Math.max(...values));
          const mean = values.reduce((sum, value) => sum + value / values.length, 0);
          assert.ok(Math.abs((y[index] ?? NaN) - mean) < 1e-9);
        }
      }),
    );
  });

  it('are straight between points that the other seed does not have', () => {
    const a = { x: [0, 10], y: [0, 10] };
    const b = { x: [0, 5, 10], y: [0, 1, 2] };
    assert.deepEqual(meanOf([a, b]), { x: [0, 5, 10], y: [0, 3, 6] });
    assert.deepEqual(hullOf([thinBand(a), thinBand(b)]).high, [0, 5, 10]);
  });

  it('leave out the seed that has a gap or is not there yet, and are a gap where none is', () => {
    const a = { x: [1, 2, 3, 4], y: [2, null, 4, null] };
    const b = { x: [1, 2], y: [4, 6] };
    assert.deepEqual(meanOf([a, b]).y, [3, 6, 4, null]);
    assert.deepEqual(hullOf([thinBand(a), thinBand(b)]).low, [2, 6, 4, null]);
  });

  it('hold every value of their buckets', () => {
    const buckets = {
      first: 1,
      size: 4,
      last: 6,
      minimum: Float64Array.of(1, NaN),
      maximum: Float64Array.of(3, NaN),
      smoothed: new Float64Array(0),
    };
    assert.deepEqual(bucketBand(buckets, step), {
      x: [1, 4, 5, 6],
      low: [1, 1, null, null],
      high: [3, 3, null, null],
    });
  });
});
