import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';
import { Attributes } from './attributes';
import { differentiable, present } from './differentiable';
import type { ConvolutionGeometry, FusedActivation, InputGradient, Operations } from './operations';
import type { OperationAttribute, TensorFlowBackend } from './tensorflowBackend';

/** The blocks in TensorFlow's own operations, through tfjs-node. */
export class NativeOperations implements Operations {
  private readonly attributes: Attributes;
  private readonly float: readonly OperationAttribute[];
  private readonly channelsLast: readonly OperationAttribute[];

  constructor(private readonly backend: TensorFlowBackend) {
    this.attributes = new Attributes(backend.binding);
    this.float = [this.attributes.float('T')];
    this.channelsLast = [this.attributes.float('T'), this.attributes.text('data_format', 'NHWC')];
  }

  dense(
    input: Tensor2D,
    kernel: Tensor2D,
    bias: Tensor1D | undefined,
    activation: FusedActivation,
    inputGradient: InputGradient,
  ): Tensor2D {
    return differentiable<Tensor2D, [Tensor, Tensor, Tensor]>(
      present([inputGradient === 'needed' ? input : undefined, kernel, bias]),
      () => {
        const value = this.finish(this.multiply(input, kernel, 'neither'), bias, activation) as Tensor2D;
        return { value, saved: [input, kernel, value] };
      },
      (outputGradient, [savedInput, savedKernel, savedOutput]) => {
        const gradient = this.beforeActivation(outputGradient, savedOutput, activation);
        return present([
          inputGradient === 'needed' ? this.multiply(gradient, savedKernel, 'second') : undefined,
          this.multiply(savedInput, gradient, 'first'),
          bias && this.run('BiasAddGrad', this.channelsLast, [gradient]),
        ]);
      },
    );
  }

  convolve(
    input: Tensor4D,
    kernel: Tensor4D,
    bias: Tensor1D | undefined,
    geometry: ConvolutionGeometry,
    activation: FusedActivation,
    inputGradient: InputGradient,
  ): Tensor4D {
    const attributes = this.convolutionAttributes(geometry);
    const run = (name: string, inputs: readonly Tensor[]) => this.run(name, attributes, inputs);
    return differentiable<Tensor4D, [Tensor, Tensor, Tensor]>(
      present([inputGradient === 'needed' ? input : undefined, kernel, bias]),
      () => {
        const value = this.finish(run('Conv2D', [input, kernel]), bias, activation) as Tensor4D;
        return { value, saved: [input, kernel, value] };
      },
      (outputGradient, [savedInput, savedKernel, savedOutput]) => {
        const gradient = this.beforeActivation(outputGradient, savedOutput, activation);
        return present([
          inputGradient === 'needed'
            ? run('Conv2DBackpropInput', [tf.tensor1d(input.shape, 'int32'), savedKernel, gradient])
            : undefined,
          run('Conv2DBackpropFilter', [savedInput, tf.tensor1d(kernel.shape, 'int32'), gradient]),
          bias && this.run('BiasAddGrad', this.channelsLast, [gradient]),
        ]);
      },
    );
  }

  softmaxCrossEntropy(logits: Tensor2D, targets: Tensor2D): Tensor1D {
    return differentiable<Tensor1D, [Tensor]>(
      [logits],
      () => {
        const [losses, gradient] = this.backend.executeMultipleOutputs(
          'SoftmaxCrossEntropyWithLogits',
          this.float,
          [logits, targets],
          2,
        ) as [Tensor1D, Tensor];
        return { value: losses, saved: [gradient] };
      },
      (outputGradient, [gradient]) => [tf.mul(tf.expandDims(outputGradient, 1), gradient)],
    );
  }

  uniform(shape: readonly number[], seed: readonly [number, number]): Tensor {
    return this.random('StatelessRandomUniform', shape, seed);
  }

  normal(shape: readonly number[], seed: readonly [number, number]): Tensor {
    return this.random('StatelessRandomNormal', shape, seed);
  }

  /** Without the check of every index in JavaScript that tf.gather makes: TensorFlow checks them itself. */
  gather(data: Tensor, indices: Tensor1D): Tensor {
    const axis = tf.scalar(0, 'int32');
    const rows = this.run(
      'GatherV2',
      [
        this.attributes.float('Tparams'),
        this.attributes.int32('Tindices'),
        this.attributes.int32('Taxis'),
        this.attributes.integers('batch_dims', 0),
      ],
      [data, indices, axis],
    );
    axis.dispose();
    return rows;
  }

  private run(name: string, attributes: readonly OperationAttribute[], inputs: readonly Tensor[]): Tensor {
    return this.backend.executeSingleOutput(name, attributes, inputs);
  }

  private multiply(a: Tensor, b: Tensor, transposed: 'neither' | 'first' | 'second'): Tensor {
    return this.run(
      'MatMul',
      [
        this.attributes.float('T'),
        this.attributes.flag('transpose_a', transposed === 'first'),
        this.attributes.flag('transpose_b', transposed === 'second'),
      ],
      [a, b],
    );
  }

  private finish(product: Tensor, bias: Tensor1D | undefined, activation: FusedActivation): Tensor {
    const biased = bias === undefined ? product : this.run('BiasAdd', this.channelsLast, [product, bias]);
    return activation === 'relu' ? this.run('Relu', this.float, [biased]) : biased;
  }

  private beforeActivation(outputGradient: Tensor, output: Tensor, activation: FusedActivation): Tensor {
    return activation === 'relu'
      ? this.run('ReluGrad', this.float, [outputGradient, output])
      : outputGradient;
  }

  private convolutionAttributes(geometry: ConvolutionGeometry): readonly OperationAttribute[] {
    return [
      this.attributes.float('T'),
      this.attributes.integers('strides', [1, ...geometry.strides, 1]),
      this.attributes.text('padding', geometry.padding.toUpperCase()),
      this.attributes.text('data_format', 'NHWC'),
      this.attributes.integers('dilations', [1, ...geometry.dilations, 1]),
      this.attributes.flag('use_cudnn_on_gpu', true),
    ];
  }

  private random(name: string, shape: readonly number[], seed: readonly [number, number]): Tensor {
    const inputs = [tf.tensor1d([...shape], 'int32'), tf.tensor1d([...seed], 'int32')];
    const numbers = this.run(
      name,
      [this.attributes.float('dtype'), this.attributes.int32('T'), this.attributes.int32('Tseed')],
      inputs,
    );
    tf.dispose(inputs);
    return numbers;
  }
}
