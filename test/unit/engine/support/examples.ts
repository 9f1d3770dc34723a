import type { Examples } from '../../../../src/common/examples';
import { sizeOf } from '../../../../src/common/examples';
import { Random, RandomStream } from '../../../../src/common/random';

/** Examples of 3 classes that a small network can learn: each class has its own pattern under the noise. */
export function makeExamples(count: number, inputShape: readonly number[], seed: number): Examples {
  const size = sizeOf(inputShape);
  const patterns = new Random(99, RandomStream.probes);
  const pattern = Float32Array.from({ length: 3 * size }, () => patterns.nextNormal());
  const random = new Random(seed, RandomStream.probes, 1);
  const labels = Int32Array.from({ length: count }, () => random.nextInteger(3));
  const inputs = Float32Array.from(
    { length: count * size },
    (_, index) =>
      0.5 * (pattern[(labels[Math.floor(index / size)] as number) * size + (index % size)] as number) +
      random.nextNormal(),
  );
  return { count, inputShape, inputs, labels };
}
