import type { AvgPoolGradAttrs, MaxPoolGradAttrs } from '@tensorflow/tfjs';
import { tf } from '../../tensorflow';
import { averagePoolGradient, maxPoolGradient } from '../poolGradients';
import { floats, type Kernel, type Shape4D } from './kernel';

/** In place of a kernel whose running maximum starts at the smallest positive float and so loses windows without a positive value. */
export const maxPoolGradientKernel: Kernel<'dy' | 'input' | 'output', MaxPoolGradAttrs> = ({
  inputs,
  backend,
  attrs,
}) => {
  const { dy, input } = inputs;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as Shape4D,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  const gradient = backend.makeOutput(input.shape, 'float32');
  maxPoolGradient(info, floats(backend, input), floats(backend, dy), floats(backend, gradient));
  return gradient;
};

/** In place of a kernel that divides by the full window where the window hangs over the border. */
export const averagePoolGradientKernel: Kernel<'dy' | 'input', AvgPoolGradAttrs> = ({
  inputs,
  backend,
  attrs,
}) => {
  const { dy, input } = inputs;
  const info = tf.backend_util.computePool2DInfo(
    input.shape as Shape4D,
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
  );
  const gradient = backend.makeOutput(input.shape, 'float32');
  averagePoolGradient(info, floats(backend, dy), floats(backend, gradient));
  return gradient;
};
