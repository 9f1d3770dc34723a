import type { backend_util } from '@tensorflow/tfjs';

type PoolInfo = backend_util.Conv2DInfo;

/** One window of a pooling operation: rows and columns of the input that it covers, clipped to the input. */
interface PoolWindow {
  readonly batch: number;
  /** Its index among all windows: batch, row, column. */
  readonly index: number;
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

function forEachWindow(info: PoolInfo, visit: (window: PoolWindow) => void): void {
  let index = 0;
  for (let batch = 0; batch < info.batchSize; batch++) {
    for (let row = 0; row < info.outHeight; row++) {
      const top = row * info.strideHeight - info.padInfo.top;
      for (let column = 0; column < info.outWidth; column++) {
        const left = column * info.strideWidth - info.padInfo.left;
        visit({
          batch,
          index: index++,
          firstRow: Math.max(0, top),
          endRow: Math.min(info.inHeight, top + info.filterHeight),
          firstColumn: Math.max(0, left),
          endColumn: Math.min(info.inWidth, left + info.filterWidth),
        });
      }
    }
  }
}

/**
 * The gradient of max pooling: what arrives at a window goes to the window's largest input, the first of them where several
 * are equal.
 *
 * @param info geometry, channels last, undilated
 * @param input [batch, height, width, channels]
 * @param outputGradient [batch, outHeight, outWidth, channels]
 * @param inputGradient where the result is written, shaped like `input`
 */
export function maxPoolGradient(
  info: PoolInfo,
  input: Float32Array,
  outputGradient: Float32Array,
  inputGradient: Float32Array,
): void {
  const channels = info.inChannels;
  inputGradient.fill(0);
  forEachWindow(info, (window) => {
    for (let channel = 0; channel < channels; channel++) {
      let largest = Number.NEGATIVE_INFINITY;
      let position = -1;
      for (let row = window.firstRow; row < window.endRow; row++) {
        let offset =
          ((window.batch * info.inHeight + row) * info.inWidth + window.firstColumn) * channels + channel;
        for (let column = window.firstColumn; column < window.endColumn; column++, offset += channels) {
          const value = input[offset] ?? NaN;
          if (value > largest) {
            largest = value;
            position = offset;
          }
        }
      }
      if (position >= 0) {
        inputGradient[position] =
          (inputGradient[position] ?? 0) + (outputGradient[window.index * channels + channel] ?? 0);
      }
    }
  });
}

/**
 * The gradient of average pooling: what arrives at a window is shared equally by its inputs. A window that hangs over the
 * border has fewer of them, as in the forward operation, which averages over the inputs that are there. (The kernels that come with
 * TensorFlow.js divide by the full window there, which is not the derivative of their own forward kernels.)
 *
 * @param info geometry, channels last, undilated
 * @param outputGradient [batch, outHeight, outWidth, channels]
 * @param inputGradient where the result is written, [batch, height, width, channels]
 */
export function averagePoolGradient(
  info: PoolInfo,
  outputGradient: Float32Array,
  inputGradient: Float32Array,
): void {
  const channels = info.inChannels;
  inputGradient.fill(0);
  forEachWindow(info, (window) => {
    const count = (window.endRow - window.firstRow) * (window.endColumn - window.firstColumn);
    for (let row = window.firstRow; row < window.endRow; row++) {
      let offset = ((window.batch * info.inHeight + row) * info.inWidth + window.firstColumn) * channels;
      for (let column = window.firstColumn; column < window.endColumn; column++) {
        for (let channel = 0; channel < channels; channel++, offset++) {
          inputGradient[offset] =
            (inputGradient[offset] ?? 0) + (outputGradient[window.index * channels + channel] ?? 0) / count;
        }
      }
    }
  });
}
