import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { UserError } from '../src/common/errors';
import type { NamedArray } from '../src/common/namedArray';
import { Attributes } from '../src/engine/operations/attributes';
import { NativeOperations } from '../src/engine/operations/native';
import { ResourceVariable } from '../src/engine/operations/resourceVariable';
import {
  tensorFlowBackend,
  type OperationAttribute,
  type TensorFlowBackend,
} from '../src/engine/operations/tensorflowBackend';
import { tf } from '../src/engine/tensorflow';
import type { TrainingCase } from './contender';
import { PlainLoop } from './plainLoop';
import { disposeCase, residentCase, type ResidentCase } from './residentCase';

interface Weight {
  readonly value: ResourceVariable;
  readonly mean: ResourceVariable;
  readonly meanSquare: ResourceVariable;
}

/**
 * The least that the step can be made of when tfjs-node is called operation by operation: the same fused blocks and the same
 * update kernel as Distillery's, by hand for networks of these two kinds. No network, no registry, no record.
 */
export class BareLoop extends PlainLoop {
  private readonly backend: TensorFlowBackend;
  private readonly operations: NativeOperations;
  private readonly resident: ResidentCase;
  private readonly weights: readonly Weight[];
  private readonly learningRate: number;
  private readonly constants: Readonly<Record<'zero' | 'beta1' | 'beta2', Tensor>>;
  private readonly adamAttributes: readonly OperationAttribute[];

  /** @param initial kernels and biases, from the first layer to the last */
  constructor(
    private readonly task: TrainingCase,
    initial: readonly NamedArray[],
  ) {
    super(task);
    const backend = tensorFlowBackend();
    if (backend === undefined) throw new UserError('The bare loop is of the native engine only.');
    this.backend = backend;
    this.operations = new NativeOperations(backend);
    this.resident = residentCase(task);
    this.learningRate = task.settings.optimizer.learningRate;
    this.weights = initial.map(({ values, shape }) => {
      const first = tf.tensor(values, [...shape], 'float32');
      const zeros = tf.zerosLike(first);
      const weight = {
        value: new ResourceVariable(backend, first),
        mean: new ResourceVariable(backend, zeros),
        meanSquare: new ResourceVariable(backend, zeros),
      };
      tf.dispose([first, zeros]);
      return weight;
    });
    this.constants = { zero: tf.scalar(0), beta1: tf.scalar(0.9), beta2: tf.scalar(0.999) };
    const attributes = new Attributes(backend.binding);
    this.adamAttributes = [
      attributes.float('T'),
      attributes.flag('use_locking', false),
      attributes.flag('use_nesterov', false),
    ];
  }

  dispose(): Promise<void> {
    for (const { value, mean, meanSquare } of this.weights) {
      for (const variable of [value, mean, meanSquare]) variable.dispose();
    }
    tf.dispose(Object.values<Tensor>(this.constants));
    disposeCase(this.resident);
    return Promise.resolve();
  }

  protected run(batch: Int32Array, step: number): void {
    tf.tidy(() => {
      this.train(batch, step);
    });
  }

  protected lossOf(batch: Int32Array, step: number): number {
    return tf.tidy(() => this.train(batch, step).dataSync<'float32'>()[0] as number);
  }

  private train(batch: Int32Array, step: number): Scalar {
    const indices = tf.tensor1d(batch, 'int32');
    const inputs = this.operations.gather(this.resident.inputs, indices);
    const labels = this.operations.gather(this.resident.labels, indices) as Tensor2D;
    const teacher = this.operations.gather(this.resident.teacherLogits, indices) as Tensor2D;
    const weights = this.weights.map(({ value }) => value.read());
    const { value, grads } = tf.valueAndGrads((...now: Tensor[]) =>
      this.loss(this.logits(inputs, now), labels, teacher),
    )(weights);
    // A value that is still held would have to be copied before it can change.
    tf.dispose(weights);
    this.update(grads, step);
    return value;
  }

  private logits(inputs: Tensor, weights: readonly Tensor[]): Tensor2D {
    const { operations } = this;
    let flow = inputs;
    for (let index = 0; index < weights.length; index += 2) {
      const [kernel, bias] = weights.slice(index, index + 2) as [Tensor, Tensor1D];
      const inputGradient = index === 0 ? 'unused' : 'needed';
      if (kernel.rank === 4) {
        const geometry = { strides: [1, 1], padding: 'same', dilations: [1, 1] } as const;
        flow = operations.convolve(
          flow as Tensor4D,
          kernel as Tensor4D,
          bias,
          geometry,
          'relu',
          inputGradient,
        );
        flow = tf.maxPool(flow as Tensor4D, 2, 2, 'valid');
      } else {
        const activation = index + 2 === weights.length ? 'linear' : 'relu';
        const rows = flow.rank === 2 ? (flow as Tensor2D) : flow.reshape<Tensor2D>([inputs.shape[0], -1]);
        flow = operations.dense(rows, kernel as Tensor2D, bias, activation, inputGradient);
      }
    }
    return flow as Tensor2D;
  }

  private loss(logits: Tensor2D, labels: Tensor2D, teacher: Tensor2D): Scalar {
    const { operations } = this;
    const { temperature, alpha } = this.task.distillation;
    const hard = tf.mean(operations.softmaxCrossEntropy(logits, labels));
    const softTeacher = tf.div<Tensor2D>(teacher, temperature);
    const targets = tf.softmax(softTeacher);
    const soft = tf.mean(
      tf.sub(
        operations.softmaxCrossEntropy(tf.div(logits, temperature), targets),
        operations.softmaxCrossEntropy(softTeacher, targets),
      ),
    );
    return tf.add<Scalar>(tf.mul(hard, 1 - alpha), tf.mul(soft, alpha * temperature ** 2));
  }

  private update(gradients: readonly Tensor[], step: number): void {
    const correction = Math.sqrt(1 - 0.999 ** step);
    const stepSize = tf.scalar((this.learningRate * correction) / (1 - 0.9 ** step));
    const epsilon = tf.scalar(1e-7 * correction);
    const { zero, beta1, beta2 } = this.constants;
    const [none, size, first, second, small] = this.backend.getInputTensorIds([
      zero,
      stepSize,
      beta1,
      beta2,
      epsilon,
    ]) as [number, number, number, number, number];
    const ids = this.backend.getInputTensorIds(gradients);
    this.weights.forEach(({ value, mean, meanSquare }, index) => {
      const variables = [value.id, mean.id, meanSquare.id];
      const inputs = [...variables, none, none, size, first, second, small, ids[index] as number];
      this.backend.binding.executeOp('ResourceApplyAdam', this.adamAttributes, inputs, 0);
    });
  }
}
