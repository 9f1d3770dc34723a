import { classMeans } from '../../common/distribution';
import type { Examples } from '../../common/examples';
import { unscale } from '../../data';
import { predictLogits, trainingSample, type Network } from '../../engine';
import type { ClassMeans, ProbeExample, StageKey } from '../../protocol/events';
import type { RunContext } from './context';
import type { RunData } from './stages/data';

/** Above this many classes, class × class means are left to the logits that the end of the run keeps. */
const MOST_CLASSES_FOR_MEANS = 100;

/** Puts the probe examples into the record, with the teacher's answers if there is one. */
export function recordProbes(context: RunContext, data: RunData, teacherLogits?: Float32Array): void {
  const { train, scaling, classNames, inputShape } = data.dataset;
  const size = train.inputs.length / train.count;
  const classes = classNames.length;
  const examples = data.probes.map((index): ProbeExample => ({
    index,
    label: train.labels[index] as number,
    input: round(unscale(scaling, train.inputs.subarray(index * size, (index + 1) * size))),
    ...(teacherLogits && {
      teacherLogits: round(teacherLogits.subarray(index * classes, (index + 1) * classes)),
    }),
  }));
  context.emit({ type: 'probes', inputShape, classNames, examples });
}

export interface Observation {
  readonly stage: StageKey;
  readonly network: Network;
  readonly data: RunData;
  readonly temperature: number;
  readonly epoch: number;
  readonly step: number;
}

/** Puts a network's present answers to the probes into the record, and which classes it takes for which. */
export async function recordSoftTargets(context: RunContext, observation: Observation): Promise<void> {
  const { stage, network, data, temperature, epoch, step } = observation;
  const { train, validation, classNames } = data.dataset;
  const classes = classNames.length;
  const answers =
    data.probes.length === 0 ? new Float32Array() : await predictLogits(network, select(train, data.probes));
  const logits = data.probes.map((_, position) =>
    round(answers.subarray(position * classes, (position + 1) * classes)),
  );
  let means: { readonly classMeans: ClassMeans } | undefined;
  if (classes <= MOST_CLASSES_FOR_MEANS) {
    const observed = validation.count > 0 ? validation : trainingSample(train);
    const rows = classMeans(await predictLogits(network, observed), observed.labels, classes, temperature);
    means = { classMeans: { temperature, rows: roundRows(rows) } };
  }
  context.emit({ type: 'soft-targets', stage, epoch, step, logits, ...means });
}

export function roundRows(rows: readonly (readonly number[] | null)[]): (number[] | null)[] {
  return rows.map((row) => row && round(row));
}

/** Enough digits for pictures, and a record that stays small. */
function round(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(5)));
}

function select(examples: Examples, indices: readonly number[]): Examples {
  const size = examples.inputs.length / examples.count;
  const inputs = new Float32Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  indices.forEach((index, position) => {
    inputs.set(examples.inputs.subarray(index * size, (index + 1) * size), position * size);
    labels[position] = examples.labels[index] as number;
  });
  return { count: indices.length, inputShape: examples.inputShape, inputs, labels };
}
