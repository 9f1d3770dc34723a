import type { AvgPoolGradAttrs, KernelFunc, TensorInfo } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';
import { averagePoolGradient } from './poolGradients';

/** What a kernel may ask of the plain JavaScript backend. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

interface AveragePoolGradientCall {
  readonly inputs: { readonly dy: TensorInfo; readonly input: TensorInfo };
  readonly backend: CpuBackend;
  readonly attrs: AvgPoolGradAttrs;
}

function averagePoolGradientKernel({
  inputs: { dy, input },
  backend,
  attrs,
}: AveragePoolGradientCall): TensorInfo {
  const { filterSize, strides, pad } = attrs;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
  );
  const gradient = new Float32Array(tf.util.sizeFromShape(input.shape));
  averagePoolGradient(info, backend.data.get(dy.dataId).values, gradient);
  return backend.makeTensorInfo(input.shape, 'float32', gradient);
}

/** Replaces the one training kernel of the plain JavaScript backend that is wrong: the gradient of padded average pooling. */
export function registerCpuKernels(): void {
  tf.unregisterKernel('AvgPoolGrad', 'cpu');
  tf.registerKernel({
    kernelName: 'AvgPoolGrad',
    backendName: 'cpu',
    kernelFunc: averagePoolGradientKernel as unknown as KernelFunc,
  });
}
