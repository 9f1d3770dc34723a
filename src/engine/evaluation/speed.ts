import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { sizeOf, type Examples } from '../../common/examples';
import { tf } from '../tensorflow';

/** The batch size at which throughput is measured. */
export const THROUGHPUT_BATCH = 128;

export interface Speed {
  /** Of one example, in milliseconds, from input tensor to logits in JavaScript. */
  readonly latency: { readonly p50: number; readonly p95: number };
  /** Examples a second at batch 128. */
  readonly throughput: number;
}

/** How long is measured, for latency and for throughput each. */
export interface MeasuringEffort {
  /** Repetitions that are not counted: first calls allocate and compile. */
  readonly warmUp: number;
  /** Measuring ends after this many milliseconds … */
  readonly milliseconds: number;
  /** … or this many repetitions, whichever is first … */
  readonly mostRepetitions: number;
  /** … but never before this many. */
  readonly fewestRepetitions: number;
}

const LATENCY_EFFORT: MeasuringEffort = {
  warmUp: 5,
  milliseconds: 450,
  mostRepetitions: 2000,
  fewestRepetitions: 5,
};
const THROUGHPUT_EFFORT: MeasuringEffort = {
  warmUp: 2,
  milliseconds: 450,
  mostRepetitions: 500,
  fewestRepetitions: 3,
};

/** Others may use the event loop after this many milliseconds of measuring. */
const TURN_MILLISECONDS = 100;

/**
 * The duration of each repetition, in milliseconds.
 *
 * @param clock milliseconds that only grow
 */
export async function measureRepeatedly(
  action: (repetition: number) => void,
  effort: MeasuringEffort,
  clock: () => number = () => performance.now(),
): Promise<number[]> {
  for (let repetition = 0; repetition < effort.warmUp; repetition++) action(repetition);
  const durations: number[] = [];
  let measured = 0;
  let sinceTurn = 0;
  while (
    durations.length < effort.fewestRepetitions ||
    (durations.length < effort.mostRepetitions && measured < effort.milliseconds)
  ) {
    const start = clock();
    action(durations.length);
    const duration = clock() - start;
    durations.push(duration);
    measured += duration;
    sinceTurn += duration;
    if (sinceTurn >= TURN_MILLISECONDS) {
      sinceTurn = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return durations;
}

/**
 * The value below which this share of a sample lies, interpolated linearly between neighbours (type 7 of Hyndman and Fan
 * 1996, as NumPy does by default).
 *
 * @param share from 0 to 1
 * @throws RangeError for an empty sample
 */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = Float64Array.from(sample).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined)
    throw new RangeError('A quantile needs at least one value.');
  return below + (above - below) * (place - Math.floor(place));
}

/** `count` examples from `start` on, around the end where there are fewer. */
function inputsFrom(examples: Examples, start: number, count: number): Float32Array {
  const size = sizeOf(examples.inputShape);
  const inputs = new Float32Array(count * size);
  for (let index = 0; index < count; index++) {
    const example = (start + index) % examples.count;
    inputs.set(examples.inputs.subarray(example * size, (example + 1) * size), index * size);
  }
  return inputs;
}

/**
 * Measures a network's prediction in inference mode, for about a second: latency of one example, throughput at batch
 * 128. A prediction includes handing over the inputs and reading the logits, as whoever uses the model must do.
 *
 * @param examples at least one; used in turn
 */
export async function speed(network: { readonly model: LayersModel }, examples: Examples): Promise<Speed> {
  if (examples.count === 0) throw new RangeError('Speed is measured on at least one example.');
  const predict = (inputs: Float32Array, count: number): void => {
    tf.tidy(() => {
      const batch = tf.tensor(inputs, [count, ...examples.inputShape], 'float32');
      (network.model.predictOnBatch(batch) as Tensor).dataSync();
    });
  };
  const singles = Array.from({ length: Math.min(16, examples.count) }, (_, index) =>
    inputsFrom(examples, index, 1),
  );
  const latencies = await measureRepeatedly((repetition) => {
    predict(singles[repetition % singles.length] as Float32Array, 1);
  }, LATENCY_EFFORT);
  const batch = inputsFrom(examples, 0, THROUGHPUT_BATCH);
  const batches = await measureRepeatedly(() => {
    predict(batch, THROUGHPUT_BATCH);
  }, THROUGHPUT_EFFORT);
  const seconds = batches.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000;
  return {
    latency: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
    throughput: (batches.length * THROUGHPUT_BATCH) / seconds,
  };
}
