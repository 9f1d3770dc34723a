import studentQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../../common/quality';

/** The 97.5 % quantile of the standard normal distribution. */
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * The 95 % score interval of a proportion (Wilson 1927, "Probable inference, the law of succession, and statistical
 * inference"), without continuity correction. It keeps inside [0, 1] and has a width even at 0 and 1.
 *
 * @throws RangeError unless 0 ≤ successes ≤ trials and trials ≥ 1
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} successes of ${trials} trials are no proportion.`);
  }
  const share = successes / trials;
  const squared = NORMAL_QUANTILE ** 2 / trials;
  const centre = share + squared / 2;
  const half = Math.sqrt(squared * (share * (1 - share) + squared / 4));
  const low = successes === 0 ? 0 : (centre - half) / (1 + squared);
  const high = successes === trials ? 1 : (centre + half) / (1 + squared);
  return [low, high];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation (divided by n − 1); undefined for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * The 95 % interval of the mean of a normal sample, by Student's t with n − 1 degrees of freedom; undefined for fewer
 * than two values.
 */
export function meanInterval(values: readonly number[]): Interval | undefined {
  const deviation = standardDeviation(values);
  if (deviation === undefined) return undefined;
  const half = (studentQuantile(0.975, values.length - 1) * deviation) / Math.sqrt(values.length);
  const centre = mean(values);
  return [centre - half, centre + half];
}

/** Two networks on the same examples: how many each answered rightly. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  readonly bothWrong: number;
}

/**
 * The 95 % interval of the difference of two paired proportions, first minus second: Newcombe 1998, "Improved confidence
 * intervals for the difference between binomial proportions based on paired data", method 10 (two Wilson intervals,
 * joined with the correlation of the pairs). Unlike Wald's it has a width when the two never differ.
 *
 * @throws RangeError without any example
 */
export function pairedProportionsInterval(counts: PairedCounts): Interval {
  const { bothRight, onlyFirstRight, onlySecondRight, bothWrong } = counts;
  const examples = bothRight + onlyFirstRight + onlySecondRight + bothWrong;
  const firstRight = bothRight + onlyFirstRight;
  const secondRight = bothRight + onlySecondRight;
  const [firstLow, firstHigh] = wilsonInterval(firstRight, examples);
  const [secondLow, secondHigh] = wilsonInterval(secondRight, examples);
  const first = firstRight / examples;
  const second = secondRight / examples;
  const correlation = pairedCorrelation(counts);
  const difference = (onlyFirstRight - onlySecondRight) / examples;
  const below = squareAndAdd(first - firstLow, secondHigh - second, correlation);
  const above = squareAndAdd(firstHigh - first, second - secondLow, correlation);
  return [Math.max(-1, difference - below), Math.min(1, difference + above)];
}

function squareAndAdd(a: number, b: number, correlation: number): number {
  return Math.sqrt(Math.max(0, a ** 2 - 2 * correlation * a * b + b ** 2));
}

/** Newcombe's φ: the correlation of the fourfold table, continuity-corrected where it is positive. */
function pairedCorrelation({ bothRight, onlyFirstRight, onlySecondRight, bothWrong }: PairedCounts): number {
  const margins =
    (bothRight + onlyFirstRight) *
    (onlySecondRight + bothWrong) *
    (bothRight + onlySecondRight) *
    (onlyFirstRight + bothWrong);
  if (margins === 0) return 0;
  const determinant = bothRight * bothWrong - onlyFirstRight * onlySecondRight;
  const examples = bothRight + onlyFirstRight + onlySecondRight + bothWrong;
  const corrected = determinant > 0 ? Math.max(0, determinant - examples / 2) : determinant;
  return corrected / Math.sqrt(margins);
}
