import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { Random, RandomStream } from '../../../src/common/random';
import { tf } from '../../../src/engine/tensorflow';

/** A function of tensors; the gradients of a random weighting of its output are what kernels are compared by. */
export interface GradientCase {
  readonly name: string;
  readonly inputs: readonly (readonly number[])[];
  readonly compute: (...inputs: Tensor[]) => Tensor;
}

type Padding = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];

const ASYMMETRIC: Padding = [
  [0, 0],
  [2, 1],
  [0, 1],
  [0, 0],
];

function convolution(
  height: number,
  channels: readonly [number, number],
  filter: number,
  strides: number | [number, number],
  pad: Padding,
): GradientCase {
  return {
    name: `convolution ${height}×${height + 1}, filter ${filter}, strides ${strides.toString()}, padding ${pad.toString()}, ${channels.join('→')} channels`,
    inputs: [
      [2, height, height + 1, channels[0]],
      [filter, filter, ...channels],
    ],
    compute: (x, weights) => tf.conv2d(x as Tensor4D, weights as Tensor4D, strides, pad),
  };
}

function depthwise(
  height: number,
  multiplier: number,
  strides: number | [number, number],
  pad: 'same' | 'valid',
): GradientCase {
  return {
    name: `depthwise convolution ${height}×${height + 1}, strides ${strides.toString()}, ${pad}, ${multiplier} filters a channel`,
    inputs: [
      [2, height, height + 1, 3],
      [3, 2, 3, multiplier],
    ],
    compute: (x, weights) => tf.depthwiseConv2d(x as Tensor4D, weights as Tensor4D, strides, pad),
  };
}

function pooling(
  kind: 'maxPool' | 'avgPool',
  height: number,
  window: number | [number, number],
  strides: number,
  pad: 'same' | 'valid',
): GradientCase {
  return {
    name: `${kind} ${height}×${height + 1}, window ${window.toString()}, stride ${strides}, ${pad}`,
    inputs: [[2, height, height + 1, 3]],
    compute: (x) => tf[kind](x as Tensor4D, window, strides, pad),
  };
}

export const convolutions: readonly GradientCase[] = [
  convolution(7, [3, 4], 3, 1, 'same'),
  convolution(7, [1, 16], 3, 1, 'same'),
  convolution(6, [3, 4], 3, 1, 'valid'),
  convolution(9, [3, 4], 3, 2, 'same'),
  convolution(8, [3, 4], 3, 2, 'same'),
  convolution(8, [3, 4], 3, 2, 'valid'),
  convolution(9, [2, 3], 2, [3, 2], 'valid'),
  convolution(6, [4, 6], 1, 1, 'same'),
  convolution(8, [4, 6], 1, 2, 'same'),
  convolution(9, [2, 3], 5, 1, 'same'),
  convolution(7, [2, 3], 4, 1, ASYMMETRIC),
];

export const depthwiseConvolutions: readonly GradientCase[] = [
  depthwise(6, 1, 1, 'same'),
  depthwise(6, 2, 1, 'valid'),
  depthwise(7, 3, 2, 'same'),
  depthwise(8, 2, 2, 'valid'),
];

export const maxPoolings: readonly GradientCase[] = [
  pooling('maxPool', 8, 2, 2, 'same'),
  pooling('maxPool', 7, 2, 2, 'same'),
  pooling('maxPool', 7, 2, 2, 'valid'),
  pooling('maxPool', 9, 3, 2, 'same'),
  pooling('maxPool', 6, [3, 2], 1, 'same'),
];

export const averagePoolings: readonly GradientCase[] = [
  pooling('avgPool', 8, 2, 2, 'valid'),
  pooling('avgPool', 7, 2, 2, 'same'),
  pooling('avgPool', 9, 3, 2, 'same'),
  pooling('avgPool', 6, [3, 2], 1, 'valid'),
];

export const products: readonly GradientCase[] = [
  {
    name: 'product of matrices',
    inputs: [
      [7, 10],
      [10, 3],
    ],
    compute: (a, b) => tf.matMul(a, b),
  },
  {
    name: 'product AᵀB',
    inputs: [
      [10, 7],
      [10, 3],
    ],
    compute: (a, b) => tf.matMul(a, b, true, false),
  },
  {
    name: 'product ABᵀ',
    inputs: [
      [7, 10],
      [3, 10],
    ],
    compute: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: 'product AᵀBᵀ',
    inputs: [
      [10, 7],
      [3, 10],
    ],
    compute: (a, b) => tf.matMul(a, b, true, true),
  },
  {
    name: 'product ABᵀ of one matrix in a batch',
    inputs: [
      [1, 7, 10],
      [1, 3, 10],
    ],
    compute: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: 'products ABᵀ of batches',
    inputs: [
      [2, 3, 5, 4],
      [2, 3, 5, 4],
    ],
    compute: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    name: 'fused dense layer',
    inputs: [[7, 10], [10, 3], [3]],
    compute: (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation: 'relu' }),
  },
];

export const gatherings: readonly GradientCase[] = [
  {
    name: 'gathering of rows',
    inputs: [[5, 4]],
    compute: (x) => tf.gather(x, tf.tensor1d([1, 3, 1], 'int32')),
  },
  {
    name: 'gathering along the second axis',
    inputs: [[3, 5, 2]],
    compute: (x) => tf.gather(x, tf.tensor1d([4, 0, 4, 2], 'int32'), 1),
  },
  {
    name: 'gathering by a matrix of indices',
    inputs: [[5, 4]],
    compute: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [1, 3],
            [1, 0],
          ],
          [2, 2],
          'int32',
        ),
      ),
  },
];

export const allCases: readonly GradientCase[] = [
  ...convolutions,
  ...depthwiseConvolutions,
  ...maxPoolings,
  ...averagePoolings,
  ...products,
  ...gatherings,
];

/** Those that are linear in their first input and small. */
export const linearCases: readonly GradientCase[] = [
  ...convolutions.slice(0, 6),
  ...depthwiseConvolutions,
  ...averagePoolings,
];

/** Standard normal numbers, the same ones every time. */
function normals(count: number, seed: number): Float32Array {
  const random = new Random(seed, RandomStream.initialWeights);
  return Float32Array.from({ length: count }, () => random.nextNormal());
}

function valuesOf(shape: readonly number[], seed: number): Float32Array {
  return normals(tf.util.sizeFromShape([...shape]), seed);
}

/** The inputs of a case, as the arrays that every backend is given. */
export function inputsOf({ inputs }: GradientCase): Float32Array[] {
  return inputs.map((shape, index) => valuesOf(shape, index + 1));
}

function tensorsOf({ inputs }: GradientCase, values: readonly Float32Array[]): Tensor[] {
  return inputs.map((shape, index) => tf.tensor(values[index] ?? new Float32Array(0), [...shape], 'float32'));
}

/** Σ weights · output, in double precision. */
export function weightedOutput(gradientCase: GradientCase, values: readonly Float32Array[]): number {
  return tf.tidy(() => {
    const output = gradientCase.compute(...tensorsOf(gradientCase, values));
    const weights = valuesOf(output.shape, 99);
    return output.dataSync<'float32'>().reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
  });
}

/** The gradients of `weightedOutput` by each input, as the started backend computes them. */
export function gradientsOf(gradientCase: GradientCase, values: readonly Float32Array[]): Float32Array[] {
  return tf.tidy(() => {
    const inputs = tensorsOf(gradientCase, values);
    const shape = gradientCase.compute(...inputs).shape;
    const weights = tf.tensor(valuesOf(shape, 99), shape);
    const gradients = tf.grads((...tensors: Tensor[]) => gradientCase.compute(...tensors))(inputs, weights);
    return gradients.map((gradient) => gradient.dataSync<'float32'>().slice());
  });
}

/** The largest difference, as a share of the largest expected value. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let scale = 0;
  let difference = 0;
  for (let index = 0; index < expected.length; index++) {
    scale = Math.max(scale, Math.abs(expected[index] ?? NaN));
    difference = Math.max(difference, Math.abs((expected[index] ?? NaN) - (actual[index] ?? NaN)));
  }
  return difference / scale;
}
