import type { layers } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { MlpSettings } from './source';
import { tf } from '../tensorflow';

export type HiddenActivation = MlpSettings['activation'];
type Constraint = ReturnType<typeof tf.constraints.maxNorm>;
type InitializerName = 'heNormal' | 'leCunNormal' | 'glorotNormal';

/** The initialiser whose variance suits an activation: He 2015 (arXiv:1502.01852), Klambauer 2017, Glorot 2010. */
export function initializerFor(activation: HiddenActivation): InitializerName {
  switch (activation) {
    case 'relu':
    case 'elu':
    case 'swish':
      return 'heNormal';
    case 'selu':
      return 'leCunNormal';
    case 'sigmoid':
    case 'tanh':
    case 'linear':
      return 'glorotNormal';
  }
}

/** Batch normalisation as in the residual networks' own code: averages over about ten batches. */
export function batchNormalization(name: string): layers.Layer {
  return tf.layers.batchNormalization({ name, momentum: 0.9, epsilon: 1e-5 });
}

/**
 * Bounds the norm of the weights into each unit.
 *
 * @param axes of the kernel over which one unit's weights lie: all but the last
 */
export function maxNormOver(
  axes: readonly number[],
  maxValue: number | undefined,
): { kernelConstraint?: Constraint } {
  if (maxValue === undefined) return {};
  // The declaration knows a single axis only; the norm is a tf.sum, which takes several.
  const axis = axes as unknown as number;
  return { kernelConstraint: tf.constraints.maxNorm({ maxValue, axis }) };
}

/** The last layer of every preset: one logit a class. */
export function logitsLayer(classes: number): layers.Layer {
  return tf.layers.dense({ name: 'logits', units: classes, kernelInitializer: 'glorotNormal' });
}

/** The images' shape; a single channel may be left out. @throws UserError when the examples are no images. */
export function imageShape(inputShape: readonly number[], type: string): readonly [number, number, number] {
  const [height, width, channels = 1] = inputShape;
  if (height === undefined || width === undefined || inputShape.length > 3) {
    throw new UserError(
      `A ${type} needs images, but one example has the shape [${inputShape.join(', ')}].`,
      'Set dataset.inputShape to [height, width, channels], or choose "mlp".',
    );
  }
  return [height, width, channels];
}
