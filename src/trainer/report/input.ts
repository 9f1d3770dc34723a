import type { Experiment } from '../../experiment/schema/experiment';
import type { Warning } from '../../protocol/events';
import type { Cost } from '../../protocol/report';

export type ReportWarning = Pick<Warning, 'code' | 'message' | 'mend'>;

/** What was measured of one network, in inference mode. */
export interface NetworkMeasurements {
  /** Absent for a teacher that was loaded, not trained. */
  readonly seed?: number;
  /** Of the test set: examples × classes, row-major. */
  readonly testLogits: Float32Array;
  /** Of the fixed sample of the training split: examples × classes, row-major. */
  readonly trainLogits: Float32Array;
  readonly cost: Cost;
  /** The epoch whose weights were kept, from 1; absent when nothing was trained. */
  readonly keptEpoch?: number;
  readonly trainingSeconds?: number;
  /** The saved model, relative to the run's folder, with forward slashes. */
  readonly modelFolder: string;
}

export interface SeededMeasurements extends NetworkMeasurements {
  readonly seed: number;
}

/** Everything that a report is made of. */
export interface ReportInput {
  /** The run's id. */
  readonly run: string;
  readonly experiment: Experiment;
  /** The title of the engine's description. */
  readonly engineTitle: string;
  readonly classNames: readonly string[];
  readonly testLabels: Int32Array;
  /** Of the fixed sample of the training split. */
  readonly trainLabels: Int32Array;
  /** Absent when the method has no teacher. */
  readonly teacher?: NetworkMeasurements;
  /** One a seed, in the order of the experiment; seeds whose training diverged are left out. */
  readonly students: readonly SeededMeasurements[];
  /** As `students`; empty without a baseline. */
  readonly baselines: readonly SeededMeasurements[];
  /** What the run has already warned of. */
  readonly warnings: readonly ReportWarning[];
}
