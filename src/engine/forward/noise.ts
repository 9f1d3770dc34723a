import type { Tensor, layers } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';

/** Uniform numbers in [0, 1) of a shape. */
export type DrawUniform = (shape: number[]) => Tensor;

/** Constants of self-normalising networks (Klambauer 2017, arXiv:1706.02515). */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** 1 where a unit is kept, with probability 1 − rate, else 0. */
function keepMask(uniform: Tensor, rate: number): Tensor {
  return tf.cast(tf.greaterEqual(uniform, rate), 'float32');
}

/** Standard normal numbers (Box and Muller 1958). */
function drawNormal(shape: number[], draw: DrawUniform): Tensor {
  const [first, second] = tf.unstack(draw([2, ...shape])) as [Tensor, Tensor];
  const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, first)), -2));
  return tf.mul(radius, tf.cos(tf.mul(second, 2 * Math.PI)));
}

/** The shape of a dropout mask: axes on which a layer's `noiseShape` is 1 share one mask. */
function maskShape(layer: layers.Layer, shape: readonly number[]): number[] {
  if (layer.getClassName() === 'SpatialDropout1D')
    return shape.map((length, axis) => (axis === 1 ? 1 : length));
  const { noiseShape } = layer as unknown as { readonly noiseShape?: readonly (number | null)[] | null };
  return shape.map((length, axis) => noiseShape?.[axis] ?? length);
}

/** What a noise layer does in training mode, with the random numbers given. */
export function applyNoise(layer: layers.Layer, input: Tensor, draw: DrawUniform): Tensor {
  const config = layer.getConfig();
  if (layer.getClassName() === 'GaussianNoise') {
    return tf.add(input, tf.mul(drawNormal(input.shape, draw), config['stddev'] as number));
  }
  const rate = config['rate'] as number;
  if (rate <= 0 || rate >= 1) return tf.clone(input);
  switch (layer.getClassName()) {
    case 'GaussianDropout': {
      const deviation = Math.sqrt(rate / (1 - rate));
      return tf.mul(input, tf.add(tf.mul(drawNormal(input.shape, draw), deviation), 1));
    }
    case 'AlphaDropout': {
      const saturation = -SELU_ALPHA * SELU_SCALE;
      const kept = keepMask(draw(maskShape(layer, input.shape)), rate);
      const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * saturation ** 2));
      const masked = tf.add(tf.mul(input, kept), tf.mul(tf.sub(1, kept), saturation));
      return tf.add(tf.mul(masked, scale), -scale * saturation * rate);
    }
    default: {
      const mask = keepMask(draw(maskShape(layer, input.shape)), rate);
      return tf.mul(input, tf.mul(mask, 1 / (1 - rate)));
    }
  }
}
