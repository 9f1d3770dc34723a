import { decimal, duration, signed } from '../src/common/format';
import { loadDataset, type Dataset } from '../src/data';
import { buildNetwork, predictLogits, type Network } from '../src/engine';
import type { ModelSettings } from '../src/experiment';
import { startEngine } from '../src/trainer/engines';
import path from 'node:path';
import { BareLoop } from './bareLoop';
import { type Contender, type Round, type TrainingCase } from './contender';
import { DistilleryLoop } from './distilleryLoop';
import { exampleExperiment, exampleFile } from './exampleExperiment';
import type { Figure } from './figure';
import { median } from './median';
import { StockLoop } from './stockLoop';
import { inTemporaryFolder } from './temporaryFolder';

const ROUNDS = 15;
const ROUND_SECONDS = 1.5;
const SEED = 1;
/** More than any benchmark gets through. */
const EPOCHS = 100_000;
/** Rounding differs between the ways to compute a loss, and grows from step to step. */
const LOSS_TOLERANCE = 1e-3;

interface Pair {
  readonly name: string;
  readonly teacher: ModelSettings;
  readonly student: ModelSettings;
}

function mlp(...hidden: number[]): ModelSettings {
  return { type: 'mlp', hidden, activation: 'relu', dropout: 0, inputDropout: 0, batchNorm: false };
}

const cnn: ModelSettings = {
  type: 'cnn',
  filters: [16, 32],
  kernelSize: 3,
  dense: [],
  activation: 'relu',
  dropout: 0,
  batchNorm: false,
};

const pairs: readonly Pair[] = [
  { name: 'a: MLP 784-64-10', teacher: mlp(512, 512), student: mlp(64) },
  { name: 'b: MLP 784-800-800-10', teacher: mlp(1200, 1200), student: mlp(800, 800) },
  { name: 'c: CNN 16-32', teacher: mlp(1200, 1200), student: cnn },
];

interface PairResult {
  readonly name: string;
  readonly stepsPerSecond: { readonly distillery: number; readonly bare: number; readonly stock: number };
  /** Share of the bare loop's time that Distillery takes in addition. */
  readonly added: number;
  readonly timesStock: number;
  readonly secondsBesideSteps: number | undefined;
}

/** Training steps a second: Distillery's loop, the same step without a loop around it, and stock TensorFlow.js. */
export const training: Figure = {
  key: 'training',
  title: 'Training steps a second',
  measure: async () => {
    const { engine } = await startEngine('native');
    const { dataset } = exampleExperiment('mnist');
    const data = await loadDataset(dataset, path.dirname(exampleFile('mnist')));
    const results: PairResult[] = [];
    for (const pair of pairs) results.push(await inTemporaryFolder((folder) => compare(pair, data, folder)));
    return {
      columns: [
        'Student',
        'Distillery',
        'Bare loop',
        'Loop adds',
        'Stock tfjs',
        'Against stock',
        'An epoch’s end',
      ],
      rows: results.map(({ name, stepsPerSecond, added, timesStock, secondsBesideSteps }) => [
        name,
        decimal(stepsPerSecond.distillery, 1),
        decimal(stepsPerSecond.bare, 1),
        `${signed(100 * added, 1)} %`,
        decimal(stepsPerSecond.stock, 1),
        `${decimal(timesStock, 2)}×`,
        secondsBesideSteps === undefined ? '' : duration(secondsBesideSteps),
      ]),
      values: { engine: engine.title, threads: engine.threads, students: results },
    };
  },
};

async function compare(pair: Pair, dataset: Dataset, folder: string): Promise<PairResult> {
  const task = await trainingCase(pair, dataset);
  const student = await task.newStudent();
  const weights = student.weights();
  const contenders = {
    distillery: new DistilleryLoop(task, student, folder),
    bare: new BareLoop(task, weights),
    stock: new StockLoop(task, await task.newStudent()),
  };
  try {
    const times = await secondsAStep(contenders);
    checkLosses(pair.name, contenders);
    const ratios = (over: 'bare' | 'stock'): number =>
      median(times.distillery.map((seconds, round) => seconds / (times[over][round] as number)));
    return {
      name: pair.name,
      stepsPerSecond: {
        distillery: 1 / median(times.distillery),
        bare: 1 / median(times.bare),
        stock: 1 / median(times.stock),
      },
      added: ratios('bare') - 1,
      timesStock: 1 / ratios('stock'),
      secondsBesideSteps: contenders.distillery.secondsBesideSteps,
    };
  } finally {
    for (const contender of Object.values(contenders)) await contender.dispose();
  }
}

async function trainingCase({ teacher, student }: Pair, dataset: Dataset): Promise<TrainingCase> {
  const { training: settings, distillation } = exampleExperiment('mnist');
  if (distillation.method !== 'hinton') throw new Error('The example no longer distils by soft targets.');
  const build = (source: ModelSettings): Promise<Network> => {
    if (source.type === 'saved' || source.type === 'module')
      throw new Error('A benchmark builds its own networks.');
    const { inputShape, classNames } = dataset;
    return buildNetwork({ source, inputShape, classes: classNames.length, seed: SEED });
  };
  const untrained = await build(teacher);
  const teacherLogits = await predictLogits(untrained, dataset.train);
  untrained.dispose();
  return {
    dataset,
    teacherLogits,
    settings: { ...settings, epochs: EPOCHS, schedule: { type: 'constant', warmupEpochs: 0 } },
    distillation,
    seed: SEED,
    newStudent: () => build(student),
  };
}

/** Of every round after the first, which warms up. All take their turns, each round in another order. */
async function secondsAStep<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name;
      const { steps, seconds }: Round = await contenders[name].round(ROUND_SECONDS);
      if (round > 0) times[name].push(seconds / steps);
    }
  }
  return times;
}

/** @throws Error when not all have computed the same losses in their first steps */
function checkLosses(name: string, contenders: Readonly<Record<string, Contender>>): void {
  const [reference, ...others] = Object.entries(contenders);
  for (const [other, { firstLosses }] of others) {
    firstLosses.forEach((loss, index) => {
      const expected = reference?.[1].firstLosses[index] ?? NaN;
      if (!(Math.abs(loss - expected) <= LOSS_TOLERANCE * Math.abs(expected))) {
        throw new Error(
          `${name}, step ${index + 1}: the loss is ${expected} by ${String(reference?.[0])}, but ${loss} by ${other}.`,
        );
      }
    });
  }
}
