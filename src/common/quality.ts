export type Interval = readonly [low: number, high: number];

export interface ReliabilityBin {
  /** Confidence from `low` (exclusive) to `high` (inclusive). */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Means over the bin; null when it is empty. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/** How well a network answers on one split. */
export interface Quality {
  readonly examples: number;
  readonly errors: number;
  /** From 0 to 1. */
  readonly accuracy: number;
  /** 95 % Wilson interval of the accuracy. */
  readonly accuracyInterval: Interval;
  /** Mean cross-entropy with the labels, in nats. */
  readonly loss: number;
  /** Expected calibration error over 15 equal-width bins, from 0 to 1 (Guo 2017, arXiv:1706.04599). */
  readonly calibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  /** Row: true class; column: answer; value: examples. */
  readonly confusion: readonly (readonly number[])[];
}
