import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MovingAverage } from '../../../../src/extension/dashboard/series/smoothing';

/** The definition: after each value, a weighted mean of all finite ones so far, the weight falling with their age. */
function plain(values: readonly number[], weight: number): number[] {
  return values.map((_, index) => {
    const past = values
      .slice(0, index + 1)
      .filter((each) => Number.isFinite(each))
      .reverse();
    const weights = past.map((_each, age) => weight ** age);
    const total = weights.reduce((sum, each) => sum + each, 0);
    return past.reduce((sum, each, age) => sum + each * (weights[age] ?? 0), 0) / total;
  });
}

/** After each value. */
function averagesOf(values: readonly number[], average: MovingAverage): number[] {
  return values.map((_, index) => average.after(values, index + 1));
}

const value = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
);
const series = fc.array(value, { maxLength: 120 });
const longSeries = fc.array(value, { maxLength: 2000, size: 'max' });
const weight = fc.double({ min: 0, max: 0.99, noNaN: true });

describe('the moving average', () => {
  it('is the weighted mean of all values so far, over gaps, too', () => {
    fc.assert(
      fc.property(series, weight, (values, past) => {
        const averages = averagesOf(values, new MovingAverage(past));
        for (const [index, wanted] of plain(values, past).entries()) {
          const actual = averages[index] ?? 0;
          if (Number.isNaN(wanted)) assert.ok(Number.isNaN(actual));
          else assert.ok(Math.abs(actual - wanted) < 1e-6, `${actual} at ${index}, not ${wanted}`);
        }
      }),
    );
  });

  it('keeps to its definition over a long series, whose beginning no longer counts', () => {
    const values = Array.from({ length: 20_000 }, (_, step) => Math.sin(step));
    let sum = 0;
    const wanted = values.map((value, step) => {
      sum = 0.9 * sum + 0.1 * value;
      return sum / (1 - 0.9 ** (step + 1));
    });
    for (const [step, average] of averagesOf(values, new MovingAverage(0.9)).entries())
      assert.ok(Math.abs(average - (wanted[step] ?? NaN)) < 1e-12, `at ${step}`);
  });

  it('is the same whether the series came at once or bit by bit', () => {
    fc.assert(
      fc.property(longSeries, weight, fc.array(fc.nat(2000)), (values, past, cuts) => {
        const grown = new MovingAverage(past);
        for (const cut of cuts.sort((a, b) => a - b)) grown.after(values.slice(0, cut), 0);
        assert.deepEqual(averagesOf(values, grown), averagesOf(values, new MovingAverage(past)));
      }),
      { numRuns: 30 },
    );
  });

  it('is the same in whatever order it is asked for', () => {
    fc.assert(
      fc.property(longSeries, weight, fc.array(fc.nat(2000)), (values, past, lengths) => {
        const wanted = [NaN, ...averagesOf(values, new MovingAverage(past))];
        const average = new MovingAverage(past);
        for (const length of lengths.map((each) => Math.min(each, values.length))) {
          assert.equal(average.after(values, length), wanted[length]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('begins with the first value itself', () => {
    assert.equal(new MovingAverage(0.99).after([7], 1).toFixed(9), '7.000000000');
  });

  it('starts again when the series was cut', () => {
    const average = new MovingAverage(0.5);
    const long = Array.from({ length: 1000 }, (_, index) => index);
    average.after(long, long.length);
    const short = long.map((value) => 7 * value).slice(0, 700);
    assert.deepEqual(averagesOf(short, average), averagesOf(short, new MovingAverage(0.5)));
  });
});
