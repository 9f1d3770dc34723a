import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';

/** The activations that a fused block applies itself. */
export type FusedActivation = 'linear' | 'relu';

/**
 * Whether the gradient flows on to a block's input. The first layer's input is data, which has no use for one: its block
 * then leaves that gradient out (it may return zeros for it).
 */
export type InputGradient = 'needed' | 'unused';

export interface ConvolutionGeometry {
  /** Vertical and horizontal steps, in pixels. */
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
  /** Vertical and horizontal spacing of the kernel's taps; [1, 1] is a plain kernel. */
  readonly dilations: readonly [number, number];
}

/**
 * The blocks that a training step is made of, each one node for automatic differentiation. One implementation is written
 * in TensorFlow's own fused operations, one in what every TensorFlow.js backend has; both compute the same.
 */
export interface Operations {
  /**
   * activation(input · kernel + bias).
   *
   * @param input [batch, features]
   * @param kernel [features, units]
   * @param bias [units]
   */
  dense(
    input: Tensor2D,
    kernel: Tensor2D,
    bias: Tensor1D | undefined,
    activation: FusedActivation,
    inputGradient: InputGradient,
  ): Tensor2D;

  /**
   * activation(input ∗ kernel + bias), a two-dimensional convolution.
   *
   * @param input [batch, height, width, channels]
   * @param kernel [height, width, channels, filters]
   * @param bias [filters]
   */
  convolve(
    input: Tensor4D,
    kernel: Tensor4D,
    bias: Tensor1D | undefined,
    geometry: ConvolutionGeometry,
    activation: FusedActivation,
    inputGradient: InputGradient,
  ): Tensor4D;

  /**
   * The cross-entropy of softmax(logits) with the targets, one number an example, in nats. Differentiable in the logits
   * only: targets are constants.
   *
   * @param logits [batch, classes]
   * @param targets [batch, classes], each row a distribution
   */
  softmaxCrossEntropy(logits: Tensor2D, targets: Tensor2D): Tensor1D;

  /**
   * Uniform numbers in [0, 1), a pure function of shape and seed.
   *
   * @param seed two integers from 0 to 2³¹ − 1
   */
  uniform(shape: readonly number[], seed: readonly [number, number]): Tensor;

  /** Standard normal numbers, a pure function of shape and seed, as for `uniform`. */
  normal(shape: readonly number[], seed: readonly [number, number]): Tensor;

  /** The rows of `data` (slices along its first axis) that `indices` names. Not differentiable. */
  gather(data: Tensor, indices: Tensor1D): Tensor;
}
