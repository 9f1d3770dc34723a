import assert from 'node:assert/strict';
import type { NamedArray } from '../../../src/common/namedArray';
import { buildNetwork, predictLogits, type Network } from '../../../src/engine';
import { augmentedView } from '../../../src/engine/training/augmentation';
import type { TrainingCheckpoint, TrainingTask } from '../../../src/engine/training/types';
import { settings as modelSettings } from '../models/sources';
import { withEngine } from '../support/engine';
import { makeExamples } from './support/examples';
import { hinton } from './support/losses';
import { lossesOf, record, trainingSettings, withTurnAfterEveryStep } from './support/training';
import type { TrainingRecord } from './support/training';

const inputShape = [6, 6, 1];
const examples = makeExamples(22, inputShape, 1);
const validation = makeExamples(7, inputShape, 2);
const EPOCHS = 3;
/** Batches of 8, 8 and 6. */
const STEPS = 3 * EPOCHS;

function build(seed: number): Promise<Network> {
  const source = modelSettings({ type: 'cnn', filters: [4], dense: [6], dropout: 0.3, batchNorm: true });
  return buildNetwork({ source, inputShape, classes: 3, seed });
}

const augmentation = { shift: 1, flip: true, noise: 0.2 };
const viewed = trainingSettings({ augmentation }).augmentation ?? assert.fail();

type Teaching = Partial<TrainingTask> & { readonly settings: TrainingTask['settings'] };

function settings(given: Record<string, unknown>): TrainingTask['settings'] {
  return trainingSettings({ epochs: EPOCHS, batchSize: 8, ...given });
}

/** Everything that training may depend on: optimizer, augmentation, dropout, batch norm, and what teaches. */
const teachings: Readonly<Record<string, (teacher: Network) => Promise<Teaching> | Teaching>> = {
  'labels, sgd': () => ({
    settings: settings({ optimizer: { type: 'sgd', momentum: 0 }, augmentation }),
  }),
  'labels, sgd with momentum and a step schedule': () => ({
    settings: settings({
      optimizer: { type: 'sgd' },
      schedule: { type: 'step', everyEpochs: 1, factor: 0.5 },
      augmentation: { shift: 2 },
    }),
  }),
  'smoothed labels, sgd with Nesterov’s momentum, weight decay and clipping': () => ({
    settings: settings({
      optimizer: { type: 'sgd', nesterov: true },
      weightDecay: 0.01,
      clipNorm: 0.5,
      augmentation: { noise: 0.5 },
    }),
    distillation: { method: 'label-smoothing', epsilon: 0.1 },
  }),
  'cached logits, adam': async (teacher) => ({
    settings: settings({ optimizer: { type: 'adam', learningRate: 0.01 } }),
    distillation: hinton(4, 0.9),
    teacher: { kind: 'cached', logits: await predictLogits(teacher, examples) },
  }),
  'cached logits of fixed views, adamw with a cosine schedule': async (teacher) => {
    const views = { count: 2, seed: 3 };
    const logits = await Promise.all(
      [0, 1].map((view) => predictLogits(teacher, augmentedView(examples, viewed, views.seed, view))),
    );
    return {
      settings: settings({
        optimizer: { type: 'adamw', learningRate: 0.01 },
        schedule: { type: 'cosine', warmupEpochs: 0.5 },
        weightDecay: 0.1,
        augmentation,
      }),
      distillation: hinton(2, 0.5),
      teacher: { kind: 'cached', logits: Float32Array.from(logits.flatMap((view) => [...view])) },
      views,
    };
  },
  'live teacher, adam': (teacher) => ({
    settings: settings({ optimizer: { type: 'adam', learningRate: 0.01 }, augmentation }),
    distillation: hinton(4, 0.9),
    teacher: { kind: 'live', network: teacher },
  }),
};

/** As a checkpoint comes back from a file. */
function reread({ step, epoch, arrays, progress }: TrainingCheckpoint): TrainingCheckpoint {
  return {
    step,
    epoch,
    arrays: arrays.map(({ name, shape, values }) => ({ name, shape: [...shape], values: values.slice() })),
    progress: JSON.parse(JSON.stringify(progress)) as TrainingCheckpoint['progress'],
  };
}

/** What has to be the same bit for bit; times may differ. */
interface Trace {
  readonly weights: NamedArray[];
  readonly total: number[];
  readonly soft: number[];
  readonly learningRates: number[];
  readonly epochs: unknown[];
  readonly outcome: unknown;
}

function traceOf(record: TrainingRecord, weights: NamedArray[]): Trace {
  return {
    weights,
    total: lossesOf(record, 'total'),
    soft: lossesOf(record, 'soft'),
    learningRates: record.steps.flatMap(({ learningRate }) => [...learningRate]),
    epochs: record.epochs.map((report) => ({ ...report, seconds: 0 })),
    outcome: { ...record.outcome, seconds: 0 },
  };
}

/** What is left of a trace after a number of steps. */
function remainder(trace: Trace, { step, epoch }: TrainingCheckpoint): Trace {
  return {
    ...trace,
    total: trace.total.slice(step),
    soft: trace.soft.slice(step),
    learningRates: trace.learningRates.slice(step),
    epochs: trace.epochs.slice(epoch),
  };
}

describe('resumed training', () => {
  withEngine();

  let teacher: Network;
  let network: Network;
  let initial: NamedArray[];
  before(async () => {
    teacher = await build(7);
    network = await build(1);
    initial = network.weights();
  });
  after(() => {
    teacher.dispose();
    network.dispose();
  });

  for (const [title, teach] of Object.entries(teachings)) {
    describe(title, () => {
      let task: TrainingTask;
      let whole: Trace;
      before(async () => {
        task = {
          network,
          train: examples,
          validation,
          distillation: { method: 'labels' },
          seed: 5,
          checkpointSeconds: 1e9,
          ...(await teach(teacher)),
        };
        network.setWeights(initial);
        whole = traceOf(await record(task), network.weights());
      });

      it('is a function of its task: a second time gives the same bits', async () => {
        network.setWeights(initial);
        assert.deepEqual(traceOf(await record(task), network.weights()), whole);
        assert.equal(whole.total.length, STEPS);
      });

      it('goes on from any step bit for bit, while the first training runs on', async () => {
        network.setWeights(initial);
        const saving = await withTurnAfterEveryStep(() =>
          record(task, { between: () => Promise.resolve('checkpoint') }),
        );
        assert.deepEqual(traceOf(saving, network.weights()), whole);
        const checkpoints = saving.checkpoints.map(reread);
        assert.deepEqual(
          checkpoints.map(({ step, epoch }) => `${step}/${epoch}`),
          ['1/0', '2/0', '3/0', '3/1', '4/1', '5/1', '6/1', '6/2', '7/2', '8/2', '9/2', '9/3'],
        );
        for (const checkpoint of checkpoints) {
          const fresh = await build(99);
          const resumed = await record({ ...task, network: fresh, checkpoint });
          assert.deepEqual(
            traceOf(resumed, fresh.weights()),
            remainder(whole, checkpoint),
            `from step ${checkpoint.step}`,
          );
          fresh.dispose();
        }
      });

      it('is stopped and resumed again and again', async () => {
        let checkpoint: TrainingCheckpoint | undefined;
        const parts: TrainingRecord[] = [];
        let weights: NamedArray[] = [];
        for (let status = 'stopped'; status === 'stopped';) {
          const fresh = await build(checkpoint === undefined ? 1 : 99);
          let turns = 0;
          const part = await withTurnAfterEveryStep(() =>
            record(
              { ...task, network: fresh, ...(checkpoint && { checkpoint }) },
              { between: () => Promise.resolve(++turns === 2 ? 'stop' : 'continue') },
            ),
          );
          parts.push(part);
          status = part.outcome.status;
          checkpoint = reread(part.checkpoints.at(-1) ?? assert.fail());
          weights = fresh.weights();
          fresh.dispose();
        }
        assert.equal(parts.length, Math.ceil(STEPS / 2));
        const traces = parts.map((part) => traceOf(part, []));
        const joined: Trace = {
          weights,
          total: traces.flatMap(({ total }) => total),
          soft: traces.flatMap(({ soft }) => soft),
          learningRates: traces.flatMap(({ learningRates }) => learningRates),
          epochs: traces.flatMap(({ epochs }) => epochs),
          outcome: traces.at(-1)?.outcome,
        };
        assert.deepEqual(joined, whole);
      });
    });
  }

  it('remembers how long validation has not improved', async () => {
    const task: TrainingTask = {
      network,
      train: examples,
      validation,
      settings: trainingSettings({
        epochs: 40,
        batchSize: 8,
        optimizer: { type: 'sgd', learningRate: 1e-7 },
        earlyStopping: { patience: 3 },
      }),
      distillation: { method: 'labels' },
      seed: 5,
      checkpointSeconds: 1e9,
    };
    network.setWeights(initial);
    const whole = await record(task);
    assert.ok(whole.outcome.epoch < 40);
    for (const checkpoint of whole.checkpoints) {
      const resumed = await record({ ...task, checkpoint: reread(checkpoint) });
      assert.deepEqual({ ...resumed.outcome, seconds: 0 }, { ...whole.outcome, seconds: 0 });
      assert.ok(resumed.outcome.seconds >= checkpoint.progress.seconds);
    }
  });

  it('refuses the checkpoint of another network or optimizer', async () => {
    const task: TrainingTask = {
      network,
      train: examples,
      settings: settings({ epochs: 1 }),
      distillation: { method: 'labels' },
      seed: 5,
      checkpointSeconds: 1e9,
    };
    network.setWeights(initial);
    const { checkpoints } = await record(task);
    const checkpoint = checkpoints.at(-1) ?? assert.fail();
    const changed = { ...task, settings: settings({ optimizer: { type: 'sgd' } }), checkpoint };
    await assert.rejects(record(changed), /velocity" is missing/);
    const other = await buildNetwork({
      source: modelSettings({ type: 'mlp', hidden: [4] }),
      inputShape,
      classes: 3,
      seed: 1,
    });
    await assert.rejects(record({ ...task, network: other, checkpoint }), /is missing|no weight/);
    other.dispose();
  });
});
