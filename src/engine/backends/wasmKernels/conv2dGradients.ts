import type {
  backend_util,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  TensorInfo,
} from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { tf } from '../../tensorflow';
import { dispose, type Kernel, runKernel, type Shape4D, transpose } from './kernel';

type ConvolutionInfo = backend_util.Conv2DInfo;

interface Geometry {
  readonly strides: [number, number] | number;
  readonly pad: Conv2DBackpropFilterAttrs['pad'];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function convolutionInfo(inputShape: number[], filterShape: number[], attrs: Geometry): ConvolutionInfo {
  if (attrs.dataFormat === 'NCHW') {
    throw new Error('The WebAssembly backend trains convolutions with channels last (NHWC) only.');
  }
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** How many rows (or columns) of padding an input needs after its end, so that a filter fits in at `outputs` places. */
function paddingAfter(outputs: number, filter: number, input: number, paddingBefore: number): number {
  return outputs - 1 + filter - input - paddingBefore;
}

/** A convolution with stride 1. */
function convolve(
  x: TensorInfo,
  filter: TensorInfo,
  rows: readonly [before: number, after: number],
  columns: readonly [before: number, after: number],
  dilations: readonly [number, number],
  backend: BackendWasm,
): TensorInfo {
  return runKernel('Conv2D', { x, filter }, backend, {
    strides: [1, 1],
    pad: [[0, 0], rows, columns, [0, 0]],
    dataFormat: 'NHWC',
    dilations,
  });
}

/**
 * The gradient of a convolution by its filter. It is itself a convolution: the input, with channels in the place of examples,
 * by the output's gradient, with examples in the place of input channels; the strides of the forward operation become
 * dilations.
 */
export const conv2dFilterGradient: Kernel<'x' | 'dy', Conv2DBackpropFilterAttrs> = ({
  inputs: { x, dy },
  backend,
  attrs,
}) => {
  const info = convolutionInfo(x.shape, attrs.filterShape, attrs);
  const { top, left } = info.padInfo;
  const windowHeight = (info.outHeight - 1) * info.strideHeight + 1;
  const windowWidth = (info.outWidth - 1) * info.strideWidth + 1;
  const bottom = paddingAfter(info.filterHeight, windowHeight, info.inHeight, top);
  const right = paddingAfter(info.filterWidth, windowWidth, info.inWidth, left);

  const channelsFirst = transpose(x, [3, 1, 2, 0], backend);
  const examplesInside = transpose(dy, [1, 2, 0, 3], backend);
  const convolved = convolve(
    channelsFirst,
    examplesInside,
    [top, Math.max(0, bottom)],
    [left, Math.max(0, right)],
    [info.strideHeight, info.strideWidth],
    backend,
  );
  dispose(backend, channelsFirst, examplesInside);

  // Rows and columns at the end that no stride reaches give places too many.
  const size = [info.inChannels, info.filterHeight, info.filterWidth, info.outChannels];
  const cut =
    bottom < 0 || right < 0
      ? runKernel('Slice', { x: convolved }, backend, { begin: [0, 0, 0, 0], size })
      : convolved;
  if (cut !== convolved) dispose(backend, convolved);
  const gradient = transpose(cut, [1, 2, 0, 3], backend);
  dispose(backend, cut);
  return gradient;
};

/**
 * The gradient of a convolution by its input. At stride 1 it is the convolution of the output's gradient with the filter turned
 * by 180 degrees, which is far faster than the kernel that comes with the package; other strides are left to that one.
 */
export function conv2dInputGradient(
  stock: Kernel<'dy' | 'filter', Conv2DBackpropInputAttrs>,
): Kernel<'dy' | 'filter', Conv2DBackpropInputAttrs> {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { dy, filter } = inputs;
    const info = convolutionInfo(attrs.inputShape, filter.shape, attrs);
    const top = info.filterHeight - 1 - info.padInfo.top;
    const left = info.filterWidth - 1 - info.padInfo.left;
    if (info.strideHeight !== 1 || info.strideWidth !== 1 || top < 0 || left < 0) return stock(call);
    const bottom = paddingAfter(info.inHeight, info.filterHeight, info.outHeight, top);
    const right = paddingAfter(info.inWidth, info.filterWidth, info.outWidth, left);
    if (bottom < 0 || right < 0) return stock(call);

    const turned = turnFilter(filter, backend);
    const gradient = convolve(dy, turned, [top, bottom], [left, right], [1, 1], backend);
    dispose(backend, turned);
    return gradient;
  };
}

/** [height, width, in, out] turned by 180 degrees, to [height, width, out, in]. */
function turnFilter(filter: TensorInfo, backend: BackendWasm): TensorInfo {
  const reversed = runKernel('Reverse', { x: filter }, backend, { dims: [0, 1] });
  const turned = transpose(reversed, [0, 1, 3, 2], backend);
  dispose(backend, reversed);
  return turned;
}
