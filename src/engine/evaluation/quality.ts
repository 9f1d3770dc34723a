import { logSoftmax } from '../../common/distribution';
import type { Quality } from '../../common/quality';
import { answersOf, requireLabels } from './answers';
import { calibration } from './calibration';
import { wilsonInterval } from './intervals';

/**
 * How well a network answers.
 *
 * @param logits examples × classes, row-major
 * @param labels one class index an example
 * @throws RangeError without examples, when counts differ, or when a logit is not finite
 */
export function quality(logits: Float32Array, labels: Int32Array, classes: number): Quality {
  const answers = answersOf(logits, classes);
  requireLabels(labels, answers.length, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let right = 0;
  let loss = 0;
  for (const [example, label] of labels.entries()) {
    const answer = answers[example] as number;
    const row = confusion[label] as number[];
    row[answer] = (row[answer] as number) + 1;
    if (answer === label) right++;
    loss -= logSoftmax(logits.subarray(example * classes, (example + 1) * classes))[label] as number;
  }
  const { error, reliability } = calibration(logits, answers, labels, classes);
  return {
    examples: labels.length,
    errors: labels.length - right,
    accuracy: right / labels.length,
    accuracyInterval: wilsonInterval(right, labels.length),
    loss: loss / labels.length,
    calibrationError: error,
    reliability,
    confusion,
  };
}

/** The share of examples that were answered rightly, from 0 to 1; throws as {@link quality}. */
export function accuracy(logits: Float32Array, labels: Int32Array, classes: number): number {
  const answers = answersOf(logits, classes);
  requireLabels(labels, answers.length, classes);
  return answers.filter((answer, example) => answer === labels[example]).length / labels.length;
}
