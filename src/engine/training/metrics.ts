import { sizeOf, type Examples } from '../../common/examples';
import type { SplitMetrics } from './types';

const SAMPLE_SIZE = 5000;

/** The examples that stand for the training split in its metrics: at most 5,000, evenly spread. */
export function trainingSample(examples: Examples): Examples {
  if (examples.count <= SAMPLE_SIZE) {
    return examples;
  }
  const size = sizeOf(examples.inputShape);
  const inputs = new Float32Array(SAMPLE_SIZE * size);
  const labels = new Int32Array(SAMPLE_SIZE);
  for (let index = 0; index < SAMPLE_SIZE; index++) {
    const source = Math.floor((index * examples.count) / SAMPLE_SIZE);
    inputs.set(examples.inputs.subarray(source * size, (source + 1) * size), index * size);
    labels[index] = examples.labels[source] as number;
  }
  return { count: SAMPLE_SIZE, inputShape: examples.inputShape, inputs, labels };
}

/**
 * Accuracy and mean cross-entropy of a network's answers; a loss of NaN when one of them is not finite.
 *
 * @param logits examples × classes, row-major
 */
export function splitMetrics(logits: Float32Array, labels: Int32Array, classes: number): SplitMetrics {
  let right = 0;
  let loss = 0;
  labels.forEach((label, example) => {
    const row = logits.subarray(example * classes, (example + 1) * classes);
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = row.reduce((partial, logit) => partial + Math.exp(logit - largest), 0);
    loss += Math.log(sum) + largest - (row[label] as number);
    if (row.indexOf(largest) === label) right++;
  });
  return { loss: loss / labels.length, accuracy: right / labels.length };
}
