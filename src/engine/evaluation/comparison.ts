import { logSoftmax } from '../../common/distribution';
import type { Interval } from '../../common/quality';
import { answersOf, requireLabels } from './answers';
import {
  mean,
  meanInterval,
  pairedProportionsInterval,
  standardDeviation,
  type PairedCounts,
} from './intervals';

function requireSameExamples(first: Float32Array, second: Float32Array): void {
  if (first.length !== second.length || first.length === 0) {
    throw new RangeError(`${first.length} and ${second.length} logits are not of the same examples.`);
  }
}

/**
 * The share of examples that two networks answer alike, rightly or wrongly, from 0 to 1.
 *
 * @param a, b logits of the same examples: examples × classes, row-major
 */
export function agreement(a: Float32Array, b: Float32Array, classes: number): number {
  requireSameExamples(a, b);
  const answers = answersOf(b, classes);
  return (
    answersOf(a, classes).filter((answer, example) => answer === answers[example]).length / answers.length
  );
}

/**
 * Mean KL(teacher ‖ network) at temperature 1, in nats.
 *
 * @param teacherLogits, logits logits of the same examples: examples × classes, row-major
 */
export function divergence(teacherLogits: Float32Array, logits: Float32Array, classes: number): number {
  requireSameExamples(teacherLogits, logits);
  let sum = 0;
  for (let start = 0; start < logits.length; start += classes) {
    const teacher = logSoftmax(teacherLogits.subarray(start, start + classes));
    const network = logSoftmax(logits.subarray(start, start + classes));
    for (const [index, logarithm] of teacher.entries()) {
      sum += Math.exp(logarithm) * (logarithm - (network[index] as number));
    }
  }
  return Math.max(0, sum / (logits.length / classes));
}

/** Counts how two networks did on the same examples; the logits are examples × classes, row-major. */
export function pairedCounts(
  first: Float32Array,
  second: Float32Array,
  labels: Int32Array,
  classes: number,
): PairedCounts {
  requireSameExamples(first, second);
  const firstAnswers = answersOf(first, classes);
  const secondAnswers = answersOf(second, classes);
  requireLabels(labels, firstAnswers.length, classes);
  let bothRight = 0;
  let onlyFirstRight = 0;
  let onlySecondRight = 0;
  for (const [example, label] of labels.entries()) {
    const firstRight = firstAnswers[example] === label;
    const secondRight = secondAnswers[example] === label;
    if (firstRight && secondRight) bothRight++;
    else if (firstRight) onlyFirstRight++;
    else if (secondRight) onlySecondRight++;
  }
  const bothWrong = labels.length - bothRight - onlyFirstRight - onlySecondRight;
  return { bothRight, onlyFirstRight, onlySecondRight, bothWrong };
}

/** A student and a baseline that began alike. */
export interface SeedPair {
  readonly seed: number;
  readonly student: Float32Array;
  readonly baseline: Float32Array;
}

/** Student minus baseline in accuracy, paired by seed; the fields are those of a report's comparison. */
export interface PairedComparison {
  readonly seeds: readonly number[];
  readonly differences: readonly number[];
  readonly mean: number;
  readonly standardDeviation?: number;
  readonly interval?: Interval;
  readonly exampleInterval: Interval;
}

/**
 * Compares student and baseline over seeds (95 % interval of the mean difference by Student's t), and over the examples
 * of the first seed (95 % interval by Newcombe 1998, method 10).
 *
 * @throws RangeError without a pair
 */
export function pairedComparison(
  pairs: readonly SeedPair[],
  labels: Int32Array,
  classes: number,
): PairedComparison {
  const counts = pairs.map(({ student, baseline }) => pairedCounts(student, baseline, labels, classes));
  const [first] = counts;
  if (first === undefined) throw new RangeError('A comparison needs at least one pair.');
  const differences = counts.map(
    ({ onlyFirstRight, onlySecondRight }) => (onlyFirstRight - onlySecondRight) / labels.length,
  );
  const deviation = standardDeviation(differences);
  const interval = meanInterval(differences);
  return {
    seeds: pairs.map(({ seed }) => seed),
    differences,
    mean: mean(differences),
    ...(deviation === undefined ? {} : { standardDeviation: deviation }),
    ...(interval === undefined ? {} : { interval }),
    exampleInterval: pairedProportionsInterval(first),
  };
}
