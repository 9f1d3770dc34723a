import type {
  backend_util,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
} from '@tensorflow/tfjs';
import { tf } from '../../tensorflow';
import { floats, type Kernel, type Shape4D } from './kernel';

type Attributes = Pick<
  DepthwiseConv2dNativeBackpropInputAttrs,
  'strides' | 'dilations' | 'pad' | 'dimRoundingMode'
>;

function depthwiseInfo(
  inputShape: number[],
  filterShape: number[],
  attrs: Attributes,
): backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
}

/**
 * Visits every pair of a place in the output and a place in the filter whose input lies inside the picture.
 *
 * @param visit is given offsets of the first channel: in the input, in the output, in the filter
 */
function forEachProduct(
  info: backend_util.Conv2DInfo,
  visit: (input: number, output: number, filter: number) => void,
): void {
  for (let batch = 0; batch < info.batchSize; batch++) {
    for (let outRow = 0; outRow < info.outHeight; outRow++) {
      for (let outColumn = 0; outColumn < info.outWidth; outColumn++) {
        const output = ((batch * info.outHeight + outRow) * info.outWidth + outColumn) * info.outChannels;
        for (let filterRow = 0; filterRow < info.filterHeight; filterRow++) {
          const row = outRow * info.strideHeight - info.padInfo.top + filterRow * info.dilationHeight;
          if (row < 0 || row >= info.inHeight) continue;
          for (let filterColumn = 0; filterColumn < info.filterWidth; filterColumn++) {
            const column =
              outColumn * info.strideWidth - info.padInfo.left + filterColumn * info.dilationWidth;
            if (column < 0 || column >= info.inWidth) continue;
            const input = ((batch * info.inHeight + row) * info.inWidth + column) * info.inChannels;
            visit(input, output, (filterRow * info.filterWidth + filterColumn) * info.outChannels);
          }
        }
      }
    }
  }
}

/** The gradient of a depthwise convolution by its input. */
export const depthwiseInputGradient: Kernel<'dy' | 'filter', DepthwiseConv2dNativeBackpropInputAttrs> = ({
  inputs,
  backend,
  attrs,
}) => {
  const info = depthwiseInfo(attrs.inputShape, inputs.filter.shape, attrs);
  const result = backend.makeOutput(attrs.inputShape, 'float32');
  const outputGradient = floats(backend, inputs.dy);
  const weights = floats(backend, inputs.filter);
  const gradient = floats(backend, result);
  const multiplier = info.outChannels / info.inChannels;
  gradient.fill(0);
  forEachProduct(info, (input, output, filter) => {
    for (let channel = 0; channel < info.outChannels; channel++) {
      const target = input + Math.floor(channel / multiplier);
      gradient[target] =
        (gradient[target] ?? 0) + (outputGradient[output + channel] ?? 0) * (weights[filter + channel] ?? 0);
    }
  });
  return result;
};

/** The gradient of a depthwise convolution by its filter, summed in double precision over all examples and places. */
export const depthwiseFilterGradient: Kernel<'x' | 'dy', DepthwiseConv2dNativeBackpropFilterAttrs> = ({
  inputs,
  backend,
  attrs,
}) => {
  const info = depthwiseInfo(inputs.x.shape, attrs.filterShape, attrs);
  const result = backend.makeOutput(attrs.filterShape, 'float32');
  const values = floats(backend, inputs.x);
  const outputGradient = floats(backend, inputs.dy);
  const sums = new Float64Array(tf.util.sizeFromShape(attrs.filterShape));
  const multiplier = info.outChannels / info.inChannels;
  forEachProduct(info, (input, output, filter) => {
    for (let channel = 0; channel < info.outChannels; channel++) {
      const value = values[input + Math.floor(channel / multiplier)] ?? 0;
      sums[filter + channel] =
        (sums[filter + channel] ?? 0) + value * (outputGradient[output + channel] ?? 0);
    }
  });
  floats(backend, result).set(sums);
  return result;
};
