import type { io } from '@tensorflow/tfjs';

export { accuracy, quality, speed } from './evaluation';
export { buildNetwork, type ModelBuilder, type ModelSource, type Network } from './models';
export { predictLogits } from './prediction';
export { augmentedView } from './training/augmentation';
export { train } from './training/loop';
export { trainingSample } from './training/metrics';
export type {
  EpochReport,
  FixedViews,
  StepsReport,
  TeacherSignal,
  TrainingCheckpoint,
  TrainingListener,
  TrainingOutcome,
  TrainingProgress,
  TrainingTask,
} from './training/types';

/** A model as TensorFlow.js saves it. */
export type ModelArtifacts = io.ModelArtifacts;
