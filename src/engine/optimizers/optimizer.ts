import type { Tensor } from '@tensorflow/tfjs';
import type { NamedArray } from '../../common/namedArray';
import type { TrainingSettings } from '../../experiment/schema/training';
import type { NetworkWeight } from '../models';
import { tf } from '../tensorflow';
import { addWeightDecay, clipByGlobalNorm } from './gradients';

/** Changes a network's weights, given gradients, and remembers what it needs from step to step. */
export interface Optimizer {
  /**
   * One step: clips the gradients, adds weight decay, updates every weight and projects it onto its constraint.
   *
   * @param gradients of the loss, in the order of the weights; they stay the caller's
   * @param step from 1
   */
  update(gradients: readonly Tensor[], step: number, learningRate: number): void;

  /** A copy of what it remembers, named `<weight>/<slot>`. */
  slots(): NamedArray[];

  /** Goes on from these slots and the weights as they now are. @throws UserError when they are of another network. */
  restore(slots: readonly NamedArray[]): void;

  /** Frees what it remembers. The weights stay. */
  dispose(): void;
}

export type OptimizationSettings = Pick<TrainingSettings, 'optimizer' | 'weightDecay' | 'clipNorm'>;

/** Gradients as they go into the update rule. */
export function prepareGradients(
  gradients: readonly Tensor[],
  weights: readonly NetworkWeight[],
  settings: OptimizationSettings,
): readonly Tensor[] {
  const clipped =
    settings.clipNorm === undefined ? gradients : clipByGlobalNorm(gradients, settings.clipNorm);
  return settings.weightDecay > 0 && settings.optimizer.type !== 'adamw'
    ? addWeightDecay(clipped, weights, settings.weightDecay)
    : clipped;
}

/**
 * What decoupled weight decay takes from a weight in one step, learningRate × weightDecay × weight (Loshchilov and Hutter
 * 2019, arXiv:1711.05101, as PyTorch defines it); undefined where there is none.
 */
export function decoupledDecay(
  weight: NetworkWeight,
  settings: OptimizationSettings,
  learningRate: number,
): Tensor | undefined {
  return settings.optimizer.type === 'adamw' && settings.weightDecay > 0 && weight.role === 'kernel'
    ? tf.mul(weight.variable, learningRate * settings.weightDecay)
    : undefined;
}
