import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { sizeOf } from '../../common/examples';
import { philox } from '../../common/random';
import { tf } from '../tensorflow';
import { differentiable, present } from './differentiable';
import type { ConvolutionGeometry, FusedActivation, InputGradient, Operations } from './operations';

/** The blocks in operations that every TensorFlow.js backend has. */
export class PortableOperations implements Operations {
  /** Operands are transposed before they are multiplied: the WebAssembly backend is several times faster that way. */
  dense(
    input: Tensor2D,
    kernel: Tensor2D,
    bias: Tensor1D | undefined,
    activation: FusedActivation,
    inputGradient: InputGradient,
  ): Tensor2D {
    return differentiable<Tensor2D, [Tensor2D, Tensor2D, Tensor2D]>(
      present([inputGradient === 'needed' ? input : undefined, kernel, bias]),
      () => {
        const value: Tensor2D = finish(tf.matMul(input, kernel), bias, activation);
        return { value, saved: [input, kernel, value] };
      },
      (outputGradient, [savedInput, savedKernel, savedOutput]) => {
        const gradient = beforeActivation(outputGradient, savedOutput, activation);
        return present([
          inputGradient === 'needed' ? tf.matMul(gradient, tf.transpose(savedKernel)) : undefined,
          tf.matMul(tf.transpose(savedInput), gradient),
          bias && tf.sum(gradient, 0),
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
    const convolution = (x: Tensor, filter: Tensor): Tensor4D =>
      tf.conv2d(x as Tensor4D, filter as Tensor4D, [...geometry.strides], geometry.padding, 'NHWC', [
        ...geometry.dilations,
      ]);
    const product =
      inputGradient === 'needed'
        ? convolution(input, kernel)
        : differentiable<Tensor4D, [Tensor]>(
            [kernel],
            () => ({ value: convolution(input, kernel), saved: [input] }),
            (outputGradient, [savedInput]) => [
              tf.engine().runKernel(
                'Conv2DBackpropFilter',
                { x: savedInput, dy: outputGradient },
                {
                  strides: [...geometry.strides],
                  pad: geometry.padding,
                  dataFormat: 'NHWC',
                  filterShape: kernel.shape,
                },
              ),
            ],
          );
    return finish(product, bias, activation);
  }

  softmaxCrossEntropy(logits: Tensor2D, targets: Tensor2D): Tensor1D {
    return differentiable<Tensor1D, [Tensor, Tensor]>(
      [logits],
      () => {
        const logProbabilities = tf.logSoftmax(logits);
        const value = tf.neg(tf.sum<Tensor1D>(tf.mul(targets, logProbabilities), 1));
        return { value, saved: [tf.exp(logProbabilities), targets] };
      },
      (outputGradient, [probabilities, savedTargets]) => [
        tf.mul(tf.expandDims(outputGradient, 1), tf.sub(probabilities, savedTargets)),
      ],
    );
  }

  uniform(shape: readonly number[], seed: readonly [number, number]): Tensor {
    return tf.tensor(uniformNumbers(sizeOf(shape), seed), [...shape], 'float32');
  }

  normal(shape: readonly number[], seed: readonly [number, number]): Tensor {
    const size = sizeOf(shape);
    const numbers = uniformNumbers(size + (size % 2), seed);
    for (let first = 0; first < numbers.length; first += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - (numbers[first] as number)));
      const angle = 2 * Math.PI * (numbers[first + 1] as number);
      numbers[first] = radius * Math.cos(angle);
      numbers[first + 1] = radius * Math.sin(angle);
    }
    return tf.tensor(numbers.subarray(0, size), [...shape], 'float32');
  }

  gather(data: Tensor, indices: Tensor1D): Tensor {
    return tf.gather(data, indices);
  }
}

function finish<Product extends Tensor>(
  product: Product,
  bias: Tensor1D | undefined,
  activation: FusedActivation,
): Product {
  const biased = bias === undefined ? product : tf.add<Product>(product, bias);
  return activation === 'relu' ? tf.relu(biased) : biased;
}

function beforeActivation(outputGradient: Tensor2D, output: Tensor2D, activation: FusedActivation): Tensor2D {
  return activation === 'relu' ? tf.mul(outputGradient, tf.step(output)) : outputGradient;
}

/** Fills the last word of Philox's counter, which `Random` leaves near 0: the two never share numbers. */
const COUNTER_MARK = 0xffffffff;

/** Uniform numbers in [0, 1) with 24 random bits. */
function uniformNumbers(count: number, seed: readonly [number, number]): Float32Array {
  const numbers = new Float32Array(count);
  for (let first = 0; first < count; first += 4) {
    const words = philox([first / 4, 0, 0, COUNTER_MARK], seed);
    for (let offset = 0; offset < 4 && first + offset < count; offset++) {
      numbers[first + offset] = ((words[offset] as number) >>> 8) / 2 ** 24;
    }
  }
  return numbers;
}
