import type { UnsortedSegmentSumAttrs } from '@tensorflow/tfjs';
import { tf } from '../../tensorflow';
import type { Kernel } from './kernel';

/** Sums the rows of `x` that carry the same segment number: the gradient of gathering. Numbers outside the range are left out. */
export const unsortedSegmentSum: Kernel<'x' | 'segmentIds', UnsortedSegmentSumAttrs> = ({
  inputs,
  backend,
  attrs,
}) => {
  const { x, segmentIds } = inputs;
  const rowShape = x.shape.slice(segmentIds.shape.length);
  const rowSize = tf.util.sizeFromShape(rowShape);
  const result = backend.makeOutput([attrs.numSegments, ...rowShape], x.dtype);
  const rows = backend.typedArrayFromHeap(x);
  const sums = backend.typedArrayFromHeap(result);
  sums.fill(0);
  backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
    if (segment < 0 || segment >= attrs.numSegments) return;
    for (let column = 0; column < rowSize; column++) {
      const target = segment * rowSize + column;
      sums[target] = (sums[target] ?? 0) + (rows[row * rowSize + column] ?? 0);
    }
  });
  return result;
};
