import type { Examples } from '../../common/examples';
import type { NamedArray } from '../../common/namedArray';
import type { DistillationSettings } from '../../experiment/schema/distillation';
import type { TrainingSettings } from '../../experiment/schema/training';
import type { Network } from '../models';
import { EagerStep } from './eagerStep';
import type { FixedViews, StepLosses, TeacherSignal } from './types';

/** What a training step is made of. */
export interface StepRequest {
  /** Trained in place. */
  readonly network: Network;
  readonly examples: Examples;
  readonly settings: Pick<TrainingSettings, 'optimizer' | 'weightDecay' | 'clipNorm' | 'augmentation'>;
  readonly distillation: DistillationSettings;
  readonly teacher?: TeacherSignal;
  readonly views?: FixedViews;
  readonly seed: number;
}

/** When a step happens. All randomness of a step is a function of this and the seed. */
export interface StepMoment {
  /** Whole epochs done before it. */
  readonly epoch: number;
  /** The step's number, from 1. */
  readonly step: number;
  readonly learningRate: number;
}

/**
 * One step of training on a batch of the training split: forward pass, loss, gradients, update. The training loop knows
 * nothing else of the engine.
 */
export interface TrainingStep {
  /** @param batch indices of training examples */
  run(batch: Int32Array, moment: StepMoment): void;
  /** The losses of all steps since the last call. Steps don't wait for their losses; this does. */
  takeLosses(): StepLosses;
  /** A copy of everything that the next steps depend on: weights, and what the optimizer remembers. */
  state(): NamedArray[];
  /** Puts back what `state` gave, bit for bit. @throws UserError when it is of another network or optimizer */
  restore(state: readonly NamedArray[]): void;
  /** Frees what it holds. The network stays, with the weights as they now are. */
  dispose(): void;
}

/**
 * Makes the step; it starts from the network's present weights.
 *
 * @throws UserError when network, method, augmentation and data don't go together
 */
export function createTrainingStep(request: StepRequest): TrainingStep {
  return new EagerStep(request);
}
