import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  mean,
  meanInterval,
  pairedProportionsInterval,
  standardDeviation,
  wilsonInterval,
} from '../../../src/engine/evaluation/intervals';

function near(actual: readonly number[] | undefined, expected: readonly number[], tolerance: number): void {
  assert.equal(actual?.length, expected.length);
  for (const [index, value] of expected.entries()) {
    const found = actual[index] ?? NaN;
    assert.ok(Math.abs(found - value) <= tolerance, `${found} at ${index}, not ${value}`);
  }
}

describe('wilsonInterval', () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  const published: readonly [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, trials, low, high] of published) {
    it(`is the published one for ${successes} of ${trials}`, () => {
      near(wilsonInterval(successes, trials), [low, high], 5e-5);
    });
  }

  it('is SciPy’s to the last digits', () => {
    near(wilsonInterval(81, 263), [0.2552885198782742, 0.3662095769828], 1e-12);
  });

  it('lies in [0, 1] around the proportion, and mirrors', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const trials = successes + failures;
        const [low, high] = wilsonInterval(successes, trials);
        assert.ok(0 <= low && low <= successes / trials && successes / trials <= high && high <= 1);
        near(wilsonInterval(failures, trials), [1 - high, 1 - low], 1e-12);
      }),
    );
  });

  it('refuses what is no proportion', () => {
    assert.throws(() => wilsonInterval(0, 0), RangeError);
    assert.throws(() => wilsonInterval(5, 4), RangeError);
    assert.throws(() => wilsonInterval(-1, 4), RangeError);
  });
});

describe('mean, deviation and interval of a sample', () => {
  it('divide by n − 1', () => {
    assert.equal(mean([2, 4, 4, 4, 5, 5, 7, 9]), 5);
    near([standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]) ?? NaN], [Math.sqrt(32 / 7)], 1e-12);
    assert.equal(standardDeviation([3]), undefined);
    assert.equal(meanInterval([3]), undefined);
  });

  // Two-sided 95 % quantiles of printed t tables.
  const table: readonly [number, number][] = [
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [9, 2.262],
    [29, 2.045],
  ];
  for (const [degrees, quantile] of table) {
    it(`uses t = ${quantile} with ${degrees} degrees of freedom`, () => {
      const sample = Array.from({ length: degrees + 1 }, (_, index) => index);
      const half = (quantile * (standardDeviation(sample) ?? NaN)) / Math.sqrt(degrees + 1);
      near(meanInterval(sample), [degrees / 2 - half, degrees / 2 + half], 1e-3 * half);
    });
  }
});

describe('pairedProportionsInterval', () => {
  it('is the published one for Cavo 2012: 59, 6, 16, 80', () => {
    // Fagerland, Lydersen and Laake 2017, "Statistical analysis of contingency tables", chapter 8: square-and-add.
    const interval = pairedProportionsInterval({
      bothRight: 59,
      onlyFirstRight: 6,
      onlySecondRight: 16,
      bothWrong: 80,
    });
    near(interval, [-0.1186, -0.0046], 5e-5);
  });

  it('is close to Wald’s for many discordant pairs', () => {
    const [onlyFirst, onlySecond, examples] = [220, 180, 10_000];
    const difference = (onlyFirst - onlySecond) / examples;
    const half =
      (1.96 * Math.sqrt(onlyFirst + onlySecond - (onlyFirst - onlySecond) ** 2 / examples)) / examples;
    const interval = pairedProportionsInterval({
      bothRight: 9400,
      onlyFirstRight: onlyFirst,
      onlySecondRight: onlySecond,
      bothWrong: 200,
    });
    near(interval, [difference - half, difference + half], 0.05 * half);
  });

  it('has a width even when the two never differ, and when all is right', () => {
    const [low, high] = pairedProportionsInterval({
      bothRight: 90,
      onlyFirstRight: 0,
      onlySecondRight: 0,
      bothWrong: 10,
    });
    assert.ok(low < 0 && high > 0);
    const [lowest, highest] = pairedProportionsInterval({
      bothRight: 100,
      onlyFirstRight: 0,
      onlySecondRight: 0,
      bothWrong: 0,
    });
    assert.ok(lowest < 0 && highest > 0);
  });

  it('holds the difference, stays in [−1, 1], and mirrors when the two change places', () => {
    const cell = fc.nat(200);
    fc.assert(
      fc.property(cell, cell, cell, cell, (bothRight, onlyFirstRight, onlySecondRight, bothWrong) => {
        const examples = bothRight + onlyFirstRight + onlySecondRight + bothWrong;
        fc.pre(examples > 0);
        const difference = (onlyFirstRight - onlySecondRight) / examples;
        const [low, high] = pairedProportionsInterval({
          bothRight,
          onlyFirstRight,
          onlySecondRight,
          bothWrong,
        });
        assert.ok(-1 <= low && low <= difference && difference <= high && high <= 1);
        near(
          pairedProportionsInterval({
            bothRight,
            onlyFirstRight: onlySecondRight,
            onlySecondRight: onlyFirstRight,
            bothWrong,
          }),
          [-high, -low],
          1e-12,
        );
      }),
    );
  });
});
