import { softmax } from '../../common/distribution';
import type { ReliabilityBin } from '../../common/quality';

export const CALIBRATION_BINS = 15;

/** The bin (low, high] that a confidence falls into; 0 belongs to the first. */
function binOf(confidence: number): number {
  let bin = Math.max(0, Math.ceil(confidence * CALIBRATION_BINS) - 1);
  while (bin > 0 && confidence <= bin / CALIBRATION_BINS) bin--;
  while (bin < CALIBRATION_BINS - 1 && confidence > (bin + 1) / CALIBRATION_BINS) bin++;
  return bin;
}

/** What a network's confidence, the largest softmax probability, is worth. */
export interface Calibration {
  /** Σ over bins of (share of examples) · |accuracy − confidence|, from 0 to 1. */
  readonly error: number;
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * Expected calibration error and reliability diagram over 15 equal-width bins (Guo, Pleiss, Sun and Weinberger 2017,
 * arXiv:1706.04599, section 2).
 *
 * @param logits examples × classes, row-major, finite
 * @param answers the class that each example was given
 */
export function calibration(
  logits: Float32Array,
  answers: Int32Array,
  labels: Int32Array,
  classes: number,
): Calibration {
  const counts = new Int32Array(CALIBRATION_BINS);
  const right = new Int32Array(CALIBRATION_BINS);
  const confidences = new Float64Array(CALIBRATION_BINS);
  for (const [example, answer] of answers.entries()) {
    const row = logits.subarray(example * classes, (example + 1) * classes);
    const confidence = softmax(row)[answer] as number;
    const bin = binOf(confidence);
    counts[bin] = (counts[bin] as number) + 1;
    confidences[bin] = (confidences[bin] as number) + confidence;
    if (labels[example] === answer) right[bin] = (right[bin] as number) + 1;
  }
  const reliability = Array.from(counts, (count, bin): ReliabilityBin => ({
    low: bin / CALIBRATION_BINS,
    high: (bin + 1) / CALIBRATION_BINS,
    count,
    confidence: count === 0 ? null : (confidences[bin] as number) / count,
    accuracy: count === 0 ? null : (right[bin] as number) / count,
  }));
  const error = reliability.reduce(
    (sum, { count, confidence, accuracy }) =>
      confidence === null || accuracy === null
        ? sum
        : sum + (count / labels.length) * Math.abs(accuracy - confidence),
    0,
  );
  return { error, reliability };
}
