import type { Dataset } from '../src/data';
import type { Network } from '../src/engine';
import type { DistillationSettings, TrainingSettings } from '../src/experiment';

/** What is trained; the same for all contenders. */
export interface TrainingCase {
  readonly dataset: Dataset;
  /** Cached logits of the teacher: training examples × classes, row-major. */
  readonly teacherLogits: Float32Array;
  readonly settings: TrainingSettings;
  readonly distillation: Extract<DistillationSettings, { method: 'hinton' }>;
  /** Seed of the order of examples. */
  readonly seed: number;
  /** A student with its first weights; every call makes the same one anew. */
  readonly newStudent: () => Promise<Network>;
}

export interface Round {
  readonly steps: number;
  readonly seconds: number;
}

/** One way to train. Rounds go on where the last one stopped. */
export interface Contender {
  /** Trains for about so long. */
  round(seconds: number): Promise<Round>;
  /** The losses of the very first steps: who computes something else has not won. */
  readonly firstLosses: readonly number[];
  dispose(): Promise<void>;
}

/** How many losses are compared. */
export const COMPARED_STEPS = 20;
