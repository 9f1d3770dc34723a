/**
 * A program of its own, because engines must not share a process: starts the backend that its argument names and prints, as
 * JSON, what that computes for the gradient cases.
 */
import { permutation, Random, RandomStream } from '../../../src/common/random';
import { startCpu } from '../../../src/engine/backends/cpu';
import { startWasm } from '../../../src/engine/backends/wasm';
import { tf } from '../../../src/engine/tensorflow';
import {
  allCases,
  type GradientCase,
  gradientsOf,
  inputsOf,
  linearCases,
  maxPoolings,
  weightedOutput,
} from './gradientCases';

/** Arrays by the name of their case. */
type ByCase<T> = Record<string, T>;

export interface GradientAndDifferences {
  readonly gradient: number[];
  /** The same from central differences. */
  readonly differences: number[];
}

export interface ProbeResult {
  readonly backend: string;
  /** One gradient for each input. */
  readonly gradients: ByCase<number[][]>;
  readonly gradientsAfterSecondStart: ByCase<number[][]>;
  /** Of max pooling, where many inputs are zero. */
  readonly gradientsWithTies: ByCase<number[][]>;
  readonly againstDifferences: ByCase<GradientAndDifferences>;
  readonly windowWithoutPositiveValue: number[];
  readonly segmentSums: number[];
  /** How many more tensors, and pieces of memory behind them, there are after all gradients than before. */
  readonly leftBehind: { readonly tensors: number; readonly data: number };
  readonly channelsFirst: string;
  /** Listeners of the process's own uncaught exceptions that the backend has added. */
  readonly listeners: number;
}

function byCase<T>(cases: readonly GradientCase[], value: (gradientCase: GradientCase) => T): ByCase<T> {
  return Object.fromEntries(cases.map((gradientCase) => [gradientCase.name, value(gradientCase)]));
}

function gradients(gradientCase: GradientCase, values = inputsOf(gradientCase)): number[][] {
  return gradientsOf(gradientCase, values).map((gradient) => [...gradient]);
}

/** By the first input; central differences are exact for functions that are linear between the two points. */
function againstDifferences(
  gradientCase: GradientCase,
  values: readonly Float32Array[],
  step: number,
): GradientAndDifferences {
  const [first = new Float32Array(0), ...others] = values;
  const at = (index: number, moved: number): number =>
    weightedOutput(gradientCase, [first.with(index, moved), ...others]);
  const differences = Array.from(first, (value, index) => {
    const above = Math.fround(value + step);
    const below = Math.fround(value - step);
    return (at(index, above) - at(index, below)) / (above - below);
  });
  return { gradient: [...(gradientsOf(gradientCase, values)[0] ?? [])], differences };
}

/** Inputs that differ by an eighth or more, in random order: moving one by less changes no maximum. */
function separatedInputs({ inputs }: GradientCase): Float32Array[] {
  const count = tf.util.sizeFromShape([...(inputs[0] ?? [])]);
  const order = permutation(count, new Random(5, RandomStream.initialWeights));
  return [Float32Array.from(order, (rank) => (rank - count / 2) / 8)];
}

function countLeftBehind(): ProbeResult['leftBehind'] {
  const tensors = tf.memory().numTensors;
  const data = tf.engine().backend.numDataIds();
  for (const gradientCase of allCases) gradientsOf(gradientCase, inputsOf(gradientCase));
  return { tensors: tf.memory().numTensors - tensors, data: tf.engine().backend.numDataIds() - data };
}

function messageOfChannelsFirst(): string {
  try {
    tf.tidy(() => {
      const inputs = { x: tf.ones([1, 3, 5, 5]), dy: tf.ones([1, 2, 3, 3]) };
      const attributes = { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', filterShape: [3, 3, 3, 2] };
      tf.engine().runKernel('Conv2DBackpropFilter', inputs, attributes);
    });
    return 'no error';
  } catch (thrown) {
    return String(thrown);
  }
}

async function probe(): Promise<ProbeResult> {
  const start = process.argv[2] === 'wasm' ? startWasm : startCpu;
  const listeners = process.listenerCount('uncaughtException');
  await start();
  const first = byCase(allCases, (gradientCase) => gradients(gradientCase));
  return {
    backend: tf.getBackend(),
    gradients: first,
    gradientsWithTies: byCase(maxPoolings, (gradientCase) =>
      gradients(
        gradientCase,
        inputsOf(gradientCase).map((values) => values.map((value) => Math.max(0, value))),
      ),
    ),
    againstDifferences: {
      ...byCase(linearCases, (gradientCase) => againstDifferences(gradientCase, inputsOf(gradientCase), 1)),
      ...byCase(maxPoolings, (gradientCase) =>
        againstDifferences(gradientCase, separatedInputs(gradientCase), 1 / 32),
      ),
    },
    windowWithoutPositiveValue: tf.tidy(() => {
      const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
      return [
        ...tf
          .grad((input) => tf.maxPool(input as typeof x, 2, 2, 'valid'))(x)
          .dataSync(),
      ];
    }),
    segmentSums: tf.tidy(() => {
      const rows = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
      return [...tf.unsortedSegmentSum(rows, tf.tensor1d([2, 0, 2, -1], 'int32'), 3).dataSync()];
    }),
    leftBehind: countLeftBehind(),
    channelsFirst: messageOfChannelsFirst(),
    listeners: process.listenerCount('uncaughtException') - listeners,
    gradientsAfterSecondStart: await start().then(() =>
      byCase(allCases, (gradientCase) => gradients(gradientCase)),
    ),
  };
}

void probe().then((result) => {
  process.stdout.write(`\n${JSON.stringify(result)}\n`);
});
