import type { Examples } from '../../common/examples';
import type { NamedArray } from '../../common/namedArray';
import type { DistillationSettings } from '../../experiment/schema/distillation';
import type { TrainingSettings } from '../../experiment/schema/training';
import type { Network } from '../models';

/** What the student is taught by, besides labels. */
export type TeacherSignal =
  | {
      readonly kind: 'cached';
      /** Views × count × classes, row-major, in the order of the training examples; one view without augmentation. */
      readonly logits: Float32Array;
    }
  | {
      readonly kind: 'live';
      /** Answers every augmented batch, in inference mode; it never changes. */
      readonly network: Network;
    };

/**
 * Augmented views of every example that are the same in every run: view v (`augmentedView`) is shown in the epochs v+1,
 * v+1+count, … .
 */
export interface FixedViews {
  readonly count: number;
  /** From 0 to 2³²−1. */
  readonly seed: number;
}

export interface TrainingTask {
  /** Trained in place; at the end it holds the kept weights. */
  readonly network: Network;
  readonly train: Examples;
  /** Chooses the best epoch and stops early; neither happens without it. */
  readonly validation?: Examples;
  readonly settings: TrainingSettings;
  readonly distillation: DistillationSettings;
  /** Needed by methods with soft targets, ignored by the others. */
  readonly teacher?: TeacherSignal;
  /** Only with augmentation; without it every epoch draws new views, which no cached teacher can know. */
  readonly views?: FixedViews;
  /** From 0 to 2³²−1: order of examples, augmentation, dropout. (Initial weights are the network's.) */
  readonly seed: number;
  /** Continues exactly where it was taken. */
  readonly checkpoint?: TrainingCheckpoint;
  /** Seconds between checkpoints inside an epoch; every epoch ends with one. */
  readonly checkpointSeconds: number;
}

/** Everything that a run of training needs to go on bit for bit as if it had never stopped. */
export interface TrainingCheckpoint {
  /** Optimizer steps done. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  /** Weights, optimizer slots, and the best weights so far. */
  readonly arrays: readonly NamedArray[];
  readonly progress: TrainingProgress;
}

/** What the loop remembers besides arrays; plain JSON. */
export interface TrainingProgress {
  /** The best epoch so far by the validation split; null before the first one or without that split. */
  readonly best: { readonly epoch: number; readonly accuracy: number; readonly loss: number } | null;
  readonly epochsWithoutImprovement: number;
  /** Time spent training, pauses excluded. */
  readonly seconds: number;
}

export interface SplitMetrics {
  /** Cross-entropy with the labels, in nats. */
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

/** Losses of consecutive steps: a batch's means, in nats. */
export interface StepLosses {
  /** The loss that was minimised. */
  readonly total: Float32Array;
  /** Cross-entropy with the labels (smoothed where the method says so), before weighting. */
  readonly hard: Float32Array;
  /** KL(teacher ‖ student) at the method's temperature, before α·T². Absent without a teacher. */
  readonly soft?: Float32Array;
}

export interface StepsReport extends StepLosses {
  /** The first step's number, from 1. */
  readonly first: number;
  readonly learningRate: Float32Array;
  readonly examplesPerSecond: number;
}

export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** Optimizer steps done by the end of this epoch. */
  readonly step: number;
  /** On a fixed sample of the training split (at most 5,000 examples), in inference mode. */
  readonly train: SplitMetrics;
  readonly validation?: SplitMetrics;
  /** Whether these are the best weights so far, by the validation split. */
  readonly best: boolean;
  /** What this epoch took, pauses excluded. */
  readonly seconds: number;
}

export interface TrainingListener {
  /** About eight times a second, and before every epoch report and checkpoint; no step is ever left out. */
  steps(report: StepsReport): void;
  /** After every epoch; the network holds that epoch's weights, to be looked at but not changed. */
  epoch(report: EpochReport): Promise<void> | void;
  checkpoint(checkpoint: TrainingCheckpoint): Promise<void> | void;
  /**
   * Asked between two steps, at least every 50 ms or between any two steps that take longer. What it waits for is a pause.
   */
  between(): Promise<'continue' | 'checkpoint' | 'stop'>;
}

export interface TrainingOutcome {
  /**
   * done: all epochs, or stopped early by the validation split. stopped: `between` said so; a checkpoint was handed over.
   * diverged: a loss was no longer finite; the network holds the best weights if there are any, else the broken ones.
   */
  readonly status: 'done' | 'stopped' | 'diverged';
  /** Optimizer steps done. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  /** The epoch whose weights the network holds, from 1; absent when they are of no whole epoch. */
  readonly keptEpoch?: number;
  /** Time spent training over all resumes, pauses excluded. */
  readonly seconds: number;
  /** The first step whose loss was not finite. */
  readonly divergedAtStep?: number;
}
