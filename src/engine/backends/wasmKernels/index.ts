import { conv2dFilterGradient, conv2dInputGradient } from './conv2dGradients';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwiseGradients';
import { registerWasmKernel, stockKernel } from './kernel';
import { matMulTransposedFirst } from './matMul';
import { averagePoolGradientKernel, maxPoolGradientKernel } from './pooling';
import { unsortedSegmentSum } from './segmentSum';

let registered = false;

/**
 * Supplies the WebAssembly backend with the kernels of training that version 4.22.0 lacks (gradients of convolutions by
 * their filters, of depthwise convolutions, of gathering), has wrong (gradients of pooling) or has slow (products of
 * transposed matrices, gradients of convolutions by their inputs). Once in a process.
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  registerWasmKernel('Conv2DBackpropFilter', conv2dFilterGradient);
  registerWasmKernel('Conv2DBackpropInput', conv2dInputGradient(stockKernel('Conv2DBackpropInput')));
  registerWasmKernel('MaxPoolGrad', maxPoolGradientKernel);
  registerWasmKernel('AvgPoolGrad', averagePoolGradientKernel);
  registerWasmKernel('DepthwiseConv2dNativeBackpropInput', depthwiseInputGradient);
  registerWasmKernel('DepthwiseConv2dNativeBackpropFilter', depthwiseFilterGradient);
  registerWasmKernel('UnsortedSegmentSum', unsortedSegmentSum);
  registerWasmKernel('BatchMatMul', matMulTransposedFirst(stockKernel('BatchMatMul')));
}
