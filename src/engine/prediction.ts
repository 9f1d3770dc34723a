import { sizeOf, type Examples } from '../common/examples';
import { forward } from './forward';
import type { Network } from './models';
import { currentOperations } from './operations';
import { tf } from './tensorflow';

export interface PredictionOptions {
  /** Examples a batch; 256 by default. */
  readonly batchSize?: number;
  /** Called after every batch with the number of examples that are done. */
  readonly onProgress?: (done: number) => Promise<void> | void;
}

/**
 * A network's logits in inference mode.
 *
 * @returns count × classes, row-major, in the order of the examples
 */
export async function predictLogits(
  network: Network,
  examples: Examples,
  { batchSize = 256, onProgress }: PredictionOptions = {},
): Promise<Float32Array> {
  const size = sizeOf(examples.inputShape);
  const logits = new Float32Array(examples.count * network.classes);
  for (let start = 0; start < examples.count; start += batchSize) {
    const end = Math.min(start + batchSize, examples.count);
    const answers = tf.tidy(() => {
      const inputs = tf.tensor(examples.inputs.subarray(start * size, end * size), [
        end - start,
        ...examples.inputShape,
      ]);
      return forward(network, inputs, { kind: 'inference' }, currentOperations());
    });
    try {
      logits.set(await answers.data(), start * network.classes);
    } finally {
      answers.dispose();
    }
    await onProgress?.(end);
  }
  return logits;
}
