import type { KernelBackend, Tensor, TypedArray } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';

/** An attribute of a TensorFlow operation; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The part of tfjs-node's native binding that is used here. */
export interface TensorFlowBinding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: readonly number[], dtype: number, values: TypedArray): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputIds: readonly number[],
    outputs: number,
  ): TensorMetadata[];
}

/**
 * The part of tfjs-node's backend that is used here. Whoever records a step replaces `binding` for a while, so it is read
 * anew at every call.
 */
export interface TensorFlowBackend extends KernelBackend {
  readonly binding: TensorFlowBinding;
  executeSingleOutput(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly Tensor[],
  ): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(metadata: TensorMetadata): Tensor;
}

function isTensorFlowBackend(backend: KernelBackend): backend is TensorFlowBackend {
  return 'binding' in backend && 'executeSingleOutput' in backend;
}

/** The backend of tfjs-node; undefined where another one computes. */
export function tensorFlowBackend(): TensorFlowBackend | undefined {
  const backend = tf.backend();
  return isTensorFlowBackend(backend) ? backend : undefined;
}
