import assert from 'node:assert/strict';
import { permutation, Random, RandomStream } from '../../../src/common/random';
import type { NamedArray } from '../../../src/common/namedArray';
import { buildNetwork, type Network } from '../../../src/engine/models';
import type { TrainingTask } from '../../../src/engine/training/types';
import { settings as modelSettings } from '../models/sources';
import { withEngine } from '../support/engine';
import { makeExamples } from './support/examples';
import { softOnly } from './support/losses';
import { Clock, lossesOf, record, trainingSettings, withTurnAfterEveryStep } from './support/training';
import type { TrainingRecord } from './support/training';

const COUNT = 22;
const CLASSES = 3;
const inputShape = [5];
const examples = makeExamples(COUNT, inputShape, 1);
const validation = makeExamples(9, inputShape, 2);
/** Steps an epoch: batches of 8, 8 and 6. */
const STEPS = 3;

describe('training loop', () => {
  withEngine();

  let network: Network;
  let initial: NamedArray[];
  beforeEach(async () => {
    const source = modelSettings({ type: 'mlp', hidden: [6], dropout: 0.1 });
    network = await buildNetwork({ source, inputShape, classes: CLASSES, seed: 1 });
    initial = network.weights();
  });
  afterEach(() => {
    network.dispose();
  });

  function task(changes: Partial<TrainingTask> = {}, settings: Record<string, unknown> = {}): TrainingTask {
    return {
      network,
      train: examples,
      settings: trainingSettings({ epochs: 4, batchSize: 8, optimizer: { type: 'adam' }, ...settings }),
      distillation: { method: 'labels' },
      seed: 5,
      checkpointSeconds: 1e9,
      ...changes,
    };
  }

  /** Labels of events as a reader would tell them. */
  function story({ events }: TrainingRecord): string[] {
    return events.map((event) => {
      switch (event.type) {
        case 'steps':
          return `steps ${event.report.first}–${event.report.first + event.report.total.length - 1}`;
        case 'epoch':
          return `epoch ${event.report.epoch}`;
        case 'checkpoint':
          return `checkpoint ${event.checkpoint.step}`;
      }
    });
  }

  function assertAllStepsInOrder({ steps }: TrainingRecord, count: number): void {
    let next = 1;
    for (const { first, total, hard, learningRate, examplesPerSecond } of steps) {
      assert.equal(first, next);
      assert.ok(total.length > 0);
      assert.deepEqual([hard.length, learningRate.length], [total.length, total.length]);
      assert.ok(examplesPerSecond > 0 && Number.isFinite(examplesPerSecond));
      next += total.length;
    }
    assert.equal(next - 1, count);
  }

  it('tells of the steps, then of the epoch, then hands over a checkpoint', async () => {
    const told = await record(task({}, { epochs: 2 }));
    assert.deepEqual(
      story(told).filter((line) => !line.startsWith('steps')),
      ['epoch 1', 'checkpoint 3', 'epoch 2', 'checkpoint 6'],
    );
    assertAllStepsInOrder(told, 2 * STEPS);
    const lastOfFirst = story(told).indexOf('epoch 1') - 1;
    assert.match(story(told)[lastOfFirst] ?? '', /–3$/);
    assert.deepEqual(
      told.epochs.map(({ epoch, step }) => [epoch, step]),
      [
        [1, 3],
        [2, 6],
      ],
    );
    const { seconds, ...outcome } = told.outcome;
    assert.ok(seconds > 0);
    assert.deepEqual(outcome, { status: 'done', step: 6, epoch: 2, keptEpoch: 2 });
  });

  it('reports every step once and in order, however often others get a turn', async () => {
    const seldom = await record(task());
    const often = await withTurnAfterEveryStep(async () => {
      network.setWeights(initial);
      return record(task());
    });
    const always = await withTurnAfterEveryStep(async () => {
      network.setWeights(initial);
      return record(task(), { between: () => Promise.resolve('checkpoint') });
    });
    for (const told of [seldom, often, always]) {
      assertAllStepsInOrder(told, 4 * STEPS);
      assert.deepEqual(lossesOf(told, 'total'), lossesOf(seldom, 'total'));
    }
    assert.equal(seldom.steps.length, 4);
    assert.equal(always.steps.length, 4 * STEPS);
    assert.ok(often.steps.length > 4);
  });

  it('gives others a turn between any two steps that take long, and none inside a quick epoch', async () => {
    let turns = 0;
    const between = () => {
      turns++;
      return Promise.resolve('continue' as const);
    };
    await withTurnAfterEveryStep(() => record(task(), { between }));
    assert.equal(turns, 4 * STEPS);
    turns = 0;
    const clock = new Clock(0);
    await record(task(), { between }).finally(() => {
      clock.release();
    });
    assert.equal(turns, 0);
  });

  it('keeps the best epoch of the validation split: higher accuracy, then lower loss', async () => {
    let ties = 0;
    for (const seed of [1, 2, 3, 4]) {
      network.setWeights(initial);
      const weights: NamedArray[][] = [];
      const few = makeExamples(4, inputShape, 20 + seed);
      const told = await record(
        task({ validation: few, seed }, { epochs: 8, optimizer: { type: 'adam', learningRate: 0.05 } }),
        {
          epoch: () => {
            weights.push(network.weights());
          },
        },
      );
      const ranked = told.epochs
        .map(({ epoch, validation: metrics }) => {
          assert.ok(metrics);
          return { epoch, ...metrics };
        })
        .sort((a, b) => b.accuracy - a.accuracy || a.loss - b.loss);
      const best = ranked[0]?.epoch ?? NaN;
      if (ranked[0]?.accuracy === ranked[1]?.accuracy) ties++;
      assert.equal(told.outcome.keptEpoch, best);
      assert.deepEqual(network.weights(), weights[best - 1]);
      assert.equal(told.epochs.findLast((report) => report.best)?.epoch, best);
      const { progress } = told.checkpoints.at(-1) ?? assert.fail();
      assert.deepEqual(progress.best, ranked[0]);
    }
    assert.ok(ties > 0, 'no tie to decide');
  });

  it('keeps the last epoch when asked to, or without a validation split', async () => {
    const weights: NamedArray[][] = [];
    const epoch = () => {
      weights.push(network.weights());
    };
    for (const told of [
      await record(task({ validation }, { keep: 'last' }), { epoch }),
      await record(task(), { epoch }),
    ]) {
      assert.equal(told.outcome.keptEpoch, 4);
      assert.deepEqual(network.weights(), weights.at(-1));
    }
  });

  it('stops early when the validation accuracy has not improved for as long as the patience', async () => {
    const settings = {
      epochs: 50,
      optimizer: { type: 'sgd', learningRate: 1e-7, momentum: 0 },
      earlyStopping: { patience: 3 },
    };
    const told = await record(task({ validation }, settings));
    assert.equal(told.outcome.status, 'done');
    assert.equal(told.outcome.epoch, 4);
    assert.equal(told.epochs.length, 4);
    assert.equal(new Set(told.epochs.map((report) => report.validation?.accuracy)).size, 1);
    const without = await record(task({}, { ...settings, epochs: 7 }));
    assert.equal(without.outcome.epoch, 7);
  });

  it('checkpoints inside an epoch after so many seconds', async () => {
    const stepsOfCheckpoints = async (checkpointSeconds: number): Promise<number[]> => {
      network.setWeights(initial);
      const told = await withTurnAfterEveryStep(() => record(task({ checkpointSeconds }, { epochs: 2 })));
      return told.checkpoints.map(({ step }) => step);
    };
    assert.deepEqual(await stepsOfCheckpoints(1e9), [3, 6]);
    assert.deepEqual(await stepsOfCheckpoints(0), [1, 2, 3, 3, 4, 5, 6, 6]);
    const inBetween = await stepsOfCheckpoints(0.5);
    assert.ok(inBetween.length > 2 && inBetween.length < 8, inBetween.join());
  });

  it('stops when asked: the steps reported, then a checkpoint, then the end', async () => {
    for (const stopAfter of [1, 2, 3, 5]) {
      network.setWeights(initial);
      let turns = 0;
      const told = await withTurnAfterEveryStep(() =>
        record(task({ validation }), {
          between: () => Promise.resolve(++turns === stopAfter ? 'stop' : 'continue'),
        }),
      );
      const { status, step, epoch, keptEpoch } = told.outcome;
      assert.deepEqual(
        { status, step, keptEpoch },
        { status: 'stopped', step: stopAfter, keptEpoch: undefined },
      );
      assert.equal(epoch, Math.floor((stopAfter - 1) / STEPS));
      assertAllStepsInOrder(told, stopAfter);
      assert.equal(story(told).at(-1), `checkpoint ${stopAfter}`);
      const { arrays, epoch: whole } = told.checkpoints.at(-1) ?? assert.fail();
      assert.equal(whole, epoch);
      for (const { name, values } of network.weights()) {
        assert.deepEqual(arrays.find((array) => array.name === `weights/${name}`)?.values, values);
      }
    }
  });

  it('does not count pauses as time of training', async () => {
    const clock = new Clock(50);
    const between = () => {
      clock.advance(3600);
      return Promise.resolve('continue' as const);
    };
    const told = await record(task(), { between }).finally(() => {
      clock.release();
    });
    assert.ok(told.outcome.seconds < 3600, `${told.outcome.seconds} s`);
    assert.ok(told.steps.every(({ examplesPerSecond }) => examplesPerSecond > 1));
  });

  describe('when a loss is no longer finite', () => {
    /** The step, from 1, that meets an example in an epoch (from 0). */
    function stepThatMeets(example: number, epoch: number): number {
      const order = permutation(COUNT, new Random(5, RandomStream.shuffle, epoch));
      return epoch * STEPS + Math.floor(order.indexOf(example) / 8) + 1;
    }

    /** A teacher whose logits for one example are broken in the second of two views. */
    function brokenTeacher(example: number, firstView: number): Partial<TrainingTask> {
      const logits = Float32Array.from({ length: 2 * COUNT * CLASSES }, (_, index) => Math.sin(index));
      for (let view = firstView; view < 2; view++) logits[(view * COUNT + example) * CLASSES] = NaN;
      return {
        distillation: softOnly(2),
        teacher: { kind: 'cached', logits },
        views: { count: 2, seed: 1 },
      };
    }
    const noise = { augmentation: { noise: 0.1 } };

    it('ends at that step, and goes back to the best epoch before', async () => {
      for (const example of [0, 9, 21]) {
        network.setWeights(initial);
        const weights: NamedArray[][] = [];
        const told = await record(task({ ...brokenTeacher(example, 1), validation }, noise), {
          epoch: () => {
            weights.push(network.weights());
          },
        });
        const step = stepThatMeets(example, 1);
        const { status, divergedAtStep, keptEpoch, epoch } = told.outcome;
        assert.deepEqual(
          { status, divergedAtStep, keptEpoch, epoch },
          { status: 'diverged', divergedAtStep: step, keptEpoch: 1, epoch: 1 },
        );
        assert.deepEqual(network.weights(), weights[0]);
        assertAllStepsInOrder(told, step);
        assert.deepEqual(
          lossesOf(told, 'total').map(Number.isFinite),
          Array.from({ length: step }, (_, index) => index + 1 < step),
        );
        assert.deepEqual(
          story(told).filter((line) => !line.startsWith('steps')),
          ['epoch 1', 'checkpoint 3'],
        );
      }
    });

    it('has nothing to go back to in the first epoch', async () => {
      const told = await record(task({ ...brokenTeacher(4, 0), validation }, noise));
      assert.equal(told.outcome.status, 'diverged');
      assert.equal(told.outcome.divergedAtStep, stepThatMeets(4, 0));
      assert.equal('keptEpoch' in told.outcome, false);
      assert.deepEqual([told.epochs.length, told.checkpoints.length], [0, 0]);
    });

    it('sees it in the weights of an epoch whose own losses were finite', async () => {
      const optimizer = { type: 'sgd', learningRate: 1e38, momentum: 0 };
      const told = await record(task({}, { optimizer, batchSize: COUNT }));
      assert.equal(told.outcome.status, 'diverged');
      assert.ok(lossesOf(told, 'total').every(Number.isFinite));
      assert.equal(told.epochs.length, 0);
    });
  });
});
