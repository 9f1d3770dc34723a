import type { StageKey } from '../../../src/protocol/events';
import { type RunFolder, writeSafetensors } from '../../../src/runs';

/** The class that no example of the test set is of. */
export const MISSING_CLASS = 2;

export interface TestLogits {
  /** examples × classes, row by row. */
  readonly logits: Float32Array;
  readonly labels: Int32Array;
}

/** What a network that never was answers to test examples: it confuses classes of the same ten, and the more so a student. */
export function testLogits(stage: StageKey, classes: number, examples: number): TestLogits {
  const present = Array.from({ length: classes }, (_, label) => label).filter(
    (label) => label !== MISSING_CLASS,
  );
  const labels = Int32Array.from(
    { length: examples },
    (_, example) => present[example % present.length] ?? 0,
  );
  const logits = new Float32Array(examples * classes);
  const likeness = stage === 'teacher' ? 2 : 3;
  let noise = stage.length;
  for (const [example, label] of labels.entries()) {
    for (let answer = 0; answer < classes; answer++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const known = answer === label ? 8 : Math.floor(answer / 10) === Math.floor(label / 10) ? likeness : 0;
      logits[example * classes + answer] = known + 3 * (noise / 2 ** 32);
    }
  }
  return { logits, labels };
}

/** Writes them beside a run's record, where the trainer does when it measures. */
export function writeTestLogits(folder: RunFolder, stage: StageKey, classes: number, examples: number): void {
  const { logits, labels } = testLogits(stage, classes, examples);
  const arrays = [
    { name: 'logits', shape: [examples, classes], values: logits },
    { name: 'labels', shape: [examples], values: labels },
  ];
  writeSafetensors(folder.logits(stage), arrays, {});
}

/** The mean softmax of the examples of each class, computed as it is written in books; NaN without examples. */
export function plainClassMeans(
  stage: StageKey,
  classes: number,
  examples: number,
  temperature: number,
): number[][] {
  const { logits, labels } = testLogits(stage, classes, examples);
  const sums = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const counts = new Array<number>(classes).fill(0);
  for (const [example, label] of labels.entries()) {
    const row = logits.subarray(example * classes, (example + 1) * classes);
    const powers = Array.from(row, (logit) => Math.exp(logit / temperature));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, answer) => {
      (sums[label] as number[])[answer] = (sums[label]?.[answer] ?? NaN) + power / total;
    });
    counts[label] = (counts[label] ?? NaN) + 1;
  }
  return sums.map((row, label) => row.map((sum) => sum / (counts[label] ?? NaN)));
}
