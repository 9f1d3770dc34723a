import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';
import { Attributes } from './attributes';
import type { OperationAttribute, TensorFlowBackend } from './tensorflowBackend';

let created = 0;

/** A float32 variable inside TensorFlow, which TensorFlow's optimizer kernels change in place. */
export class ResourceVariable {
  private readonly shape: number[];
  private readonly dtype: readonly OperationAttribute[];
  private readonly handle: number;

  constructor(
    private readonly backend: TensorFlowBackend,
    initial: Tensor,
  ) {
    const attributes = new Attributes(backend.binding);
    this.shape = initial.shape;
    this.dtype = [attributes.float('dtype')];
    created++;
    this.handle = this.execute(
      'VarHandleOp',
      [
        ...this.dtype,
        attributes.shape('shape', this.shape),
        attributes.text('shared_name', `distillery/${created}`),
        attributes.text('container', ''),
      ],
      [],
      1,
    )[0] as number;
    this.assign(initial);
  }

  /** What an operation takes as its input to change this variable. */
  get id(): number {
    return this.handle;
  }

  assign(value: Tensor): void {
    this.execute(
      'AssignVariableOp',
      this.dtype,
      [this.handle, ...this.backend.getInputTensorIds([value])],
      0,
    );
  }

  subtract(value: Tensor): void {
    this.execute(
      'AssignSubVariableOp',
      this.dtype,
      [this.handle, ...this.backend.getInputTensorIds([value])],
      0,
    );
  }

  /** The present value, without a copy: a later change of the variable leaves the tensor as it is. */
  read(): Tensor {
    const [metadata] = this.backend.binding.executeOp('ReadVariableOp', this.dtype, [this.handle], 1);
    return this.backend.createOutputTensor(metadata as NonNullable<typeof metadata>);
  }

  values(): Float32Array {
    const tensor = this.read();
    const values = tensor.dataSync<'float32'>();
    tensor.dispose();
    return values;
  }

  dispose(): void {
    const ignoreLookupError = new Attributes(this.backend.binding).flag('ignore_lookup_error', true);
    this.execute('DestroyResourceOp', [ignoreLookupError], [this.handle], 0);
    this.backend.binding.deleteTensor(this.handle);
  }

  private execute(
    name: string,
    attributes: readonly OperationAttribute[],
    inputIds: readonly number[],
    outputs: number,
  ): number[] {
    return this.backend.binding.executeOp(name, attributes, inputIds, outputs).map(({ id }) => id);
  }
}

/**
 * A tensor that claims a shape, but has no values of it; kept until it is disposed of. A resource variable that shares its
 * memory with a tensor has to be copied before it can change; so whoever mirrors one in a TensorFlow.js variable assigns this
 * to the mirror first.
 */
export function emptyTensor(shape: number[]): Tensor {
  const scalar = tf.scalar(0);
  const empty = tf.engine().makeTensorFromTensorInfo({ dataId: scalar.dataId, shape, dtype: 'float32' });
  tf.backend().incRef(scalar.dataId);
  scalar.dispose();
  return tf.keep(empty);
}
