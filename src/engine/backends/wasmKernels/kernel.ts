import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { tf } from '../../tensorflow';

/** What TensorFlow.js hands to a kernel of the WebAssembly backend. */
export interface KernelCall<Inputs extends string, Attributes> {
  readonly inputs: Readonly<Record<Inputs, TensorInfo>>;
  readonly backend: BackendWasm;
  readonly attrs: Attributes;
}

export type Kernel<Inputs extends string, Attributes> = (call: KernelCall<Inputs, Attributes>) => TensorInfo;

/** Registers a kernel that the WebAssembly backend lacks, or puts it in the place of the one that it has. */
export function registerWasmKernel<Inputs extends string, Attributes>(
  kernelName: string,
  kernel: Kernel<Inputs, Attributes>,
): void {
  const stock = findStockKernel(kernelName);
  if (stock !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: kernel as unknown as KernelFunc,
    ...(stock?.setupFunc === undefined ? {} : { setupFunc: stock.setupFunc }),
  });
}

/** The kernel that the WebAssembly backend has under this name now. */
export function stockKernel<Inputs extends string, Attributes>(
  kernelName: string,
): Kernel<Inputs, Attributes> {
  return tf.getKernel(kernelName, 'wasm').kernelFunc as unknown as Kernel<Inputs, Attributes>;
}

function findStockKernel(kernelName: string): ReturnType<typeof tf.getKernel> | undefined {
  return tf.getKernelsForBackend('wasm').find((kernel) => kernel.kernelName === kernelName);
}

/** Runs another kernel from within a kernel, past the engine: the caller disposes of the result or hands it out. */
export function runKernel(
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  backend: BackendWasm,
  attrs: Readonly<Record<string, unknown>>,
): TensorInfo {
  return stockKernel<string, Readonly<Record<string, unknown>>>(kernelName)({ inputs, backend, attrs });
}

export function transpose(x: TensorInfo, permutation: readonly number[], backend: BackendWasm): TensorInfo {
  return runKernel('Transpose', { x }, backend, { perm: permutation });
}

export function dispose(backend: BackendWasm, ...tensors: readonly TensorInfo[]): void {
  for (const tensor of tensors) backend.disposeData(tensor.dataId);
}

/**
 * The memory of float32 tensors. A view is good until the next allocation, which may move the whole heap: allocate first.
 */
export function floats(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

export type Shape4D = [number, number, number, number];
