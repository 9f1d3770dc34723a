import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';
import type { NetworkWeight } from '../models';

/**
 * Scales gradients down to a largest global norm: all of them by the same factor, limit / norm, when their common
 * Euclidean norm is above the limit (Pascanu et al. 2013, arXiv:1211.5063).
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): Tensor[] {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.div(limit, tf.maximum(norm, limit));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}

/** Adds strength × weight to the gradients of kernels: the gradient of (strength / 2)·‖kernel‖². */
export function addWeightDecay(
  gradients: readonly Tensor[],
  weights: readonly NetworkWeight[],
  strength: number,
): Tensor[] {
  return gradients.map((gradient, index) => {
    const weight = weights[index];
    return weight?.role === 'kernel' ? tf.add(gradient, tf.mul(weight.variable, strength)) : gradient;
  });
}
