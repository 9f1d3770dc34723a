import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MovingAverage } from '../../../../src/extension/dashboard/series/smoothing';

/** The definition: a weighted mean of all values so far, the weight falling with their age. */
function plain(values: readonly number[], weight: number): number[] {
  return values.map((value, index) => {
    if (!Number.isFinite(value)) return NaN;
    const past = values
      .slice(0, index + 1)
      .filter((each) => Number.isFinite(each))
      .reverse();
    const weights = past.map((_, age) => weight ** age);
    const total = weights.reduce((sum, each) => sum + each, 0);
    return past.reduce((sum, each, age) => sum + each * (weights[age] ?? 0), 0) / total;
  });
}

const series = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
  ),
  { maxLength: 120 },
);
const weight = fc.double({ min: 0, max: 0.99, noNaN: true });

describe('the moving average', () => {
  it('is the weighted mean of all values so far, over gaps, too', () => {
    fc.assert(
      fc.property(series, weight, (values, past) => {
        const averages = new MovingAverage(past).follow(values);
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
    for (const [step, average] of new MovingAverage(0.9).follow(values).entries())
      assert.ok(Math.abs(average - (wanted[step] ?? NaN)) < 1e-12, `at ${step}`);
  });

  it('is the same whether the series came at once or bit by bit', () => {
    fc.assert(
      fc.property(series, weight, fc.array(fc.nat(120)), (values, past, cuts) => {
        const grown = new MovingAverage(past);
        for (const cut of cuts.sort((a, b) => a - b)) grown.follow(values.slice(0, cut));
        assert.deepEqual(grown.follow(values), new MovingAverage(past).follow(values));
      }),
    );
  });

  it('begins with the first value itself', () => {
    assert.equal(new MovingAverage(0.99).follow([7])[0]?.toFixed(9), '7.000000000');
  });

  it('starts again when the series was cut', () => {
    const average = new MovingAverage(0.5);
    average.follow([1, 2, 3, 4]);
    assert.deepEqual(average.follow([5, 6]), new MovingAverage(0.5).follow([5, 6]));
  });
});
