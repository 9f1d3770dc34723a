import assert from 'node:assert/strict';
import { buildNetwork, predictLogits, type Network } from '../../../src/engine';
import { tensorFlowBackend } from '../../../src/engine/operations/tensorflowBackend';
import type { TrainingTask } from '../../../src/engine/training/types';
import { tf } from '../../../src/engine/tensorflow';
import { settings as modelSettings } from '../models/sources';
import { withEngine } from '../support/engine';
import { makeExamples } from './support/examples';
import { hinton } from './support/losses';
import { record, trainingSettings, withTurnAfterEveryStep } from './support/training';

const inputShape = [6, 6, 1];
const examples = makeExamples(22, inputShape, 1);
const validation = makeExamples(7, inputShape, 2);
const noise = { augmentation: { shift: 1, flip: true, noise: 0.2 } };

function held(): { readonly tensors: number; readonly buffers: number } {
  const { numTensors, numDataBuffers } = tf.memory();
  return { tensors: numTensors, buffers: numDataBuffers };
}

describe('memory of training', () => {
  withEngine();

  let network: Network;
  let teacher: Network;
  before(async () => {
    const source = modelSettings({
      type: 'cnn',
      filters: [4],
      dense: [6],
      dropout: 0.3,
      batchNorm: true,
      maxNorm: 1,
    });
    network = await buildNetwork({ source, inputShape, classes: 3, seed: 1 });
    teacher = await buildNetwork({ source, inputShape, classes: 3, seed: 2 });
  });
  after(() => {
    network.dispose();
    teacher.dispose();
  });

  async function tasks(): Promise<Readonly<Record<string, TrainingTask>>> {
    const logits = await predictLogits(teacher, examples);
    const common = { network, train: examples, validation, seed: 5, checkpointSeconds: 1e9 };
    const settings = (given: Record<string, unknown>) =>
      trainingSettings({ epochs: 3, batchSize: 8, clipNorm: 1, weightDecay: 0.01, ...given });
    return {
      'labels, plain sgd': {
        ...common,
        settings: settings({ optimizer: { type: 'sgd', momentum: 0 }, ...noise }),
        distillation: { method: 'labels' },
      },
      'cached logits, adamw': {
        ...common,
        settings: settings({ optimizer: { type: 'adamw' } }),
        distillation: hinton(4, 0.9),
        teacher: { kind: 'cached', logits },
      },
      'cached logits of fixed views, momentum': {
        ...common,
        settings: settings({ optimizer: { type: 'sgd' }, ...noise }),
        distillation: hinton(4, 0.9),
        teacher: { kind: 'cached', logits: Float32Array.of(...logits, ...logits) },
        views: { count: 2, seed: 1 },
      },
      'live teacher, adam': {
        ...common,
        settings: settings(noise),
        distillation: hinton(4, 0.9),
        teacher: { kind: 'live', network: teacher },
      },
    };
  }

  it('is the same before and after, and the same at every step', async () => {
    for (const [title, task] of Object.entries(await tasks())) {
      const before = held();
      const during: ReturnType<typeof held>[] = [];
      const { outcome } = await withTurnAfterEveryStep(() =>
        record(task, {
          between: () => Promise.resolve('checkpoint'),
          checkpoint: () => {
            during.push(held());
          },
        }),
      );
      assert.equal(outcome.status, 'done');
      assert.equal(during.length, 12);
      during.forEach((now, index) => {
        assert.deepEqual(now, during[0], `${title}, checkpoint ${index + 1}`);
      });
      assert.deepEqual(held(), before, title);
    }
  });

  it('is given back when training is stopped, resumed, diverges or its listener fails', async () => {
    for (const [title, task] of Object.entries(await tasks())) {
      const before = held();
      const stopped = await withTurnAfterEveryStep(() =>
        record(task, { between: () => Promise.resolve('stop') }),
      );
      const checkpoint = stopped.checkpoints[0] ?? assert.fail();
      assert.deepEqual(held(), before, `${title}, stopped`);
      await record({ ...task, checkpoint });
      assert.deepEqual(held(), before, `${title}, resumed`);

      const optimizer = { type: 'sgd', learningRate: 1e38 } as const;
      const wild = { ...task, settings: trainingSettings({ ...task.settings, optimizer, clipNorm: 1e30 }) };
      const state = network.weights();
      assert.equal((await record(wild)).outcome.status, 'diverged');
      network.setWeights(state);
      assert.deepEqual(held(), before, `${title}, diverged`);

      const failure = new Error('The listener failed.');
      const fail = () => Promise.reject(failure);
      await assert.rejects(record(task, { epoch: fail }), failure);
      assert.deepEqual(held(), before, `${title}, failed`);
    }
  });

  it('is given back when the task is refused', async () => {
    const before = held();
    const vectors = makeExamples(4, [6], 1);
    const mlp = await buildNetwork({
      source: modelSettings({ type: 'mlp', hidden: [] }),
      inputShape: [6],
      classes: 3,
      seed: 1,
    });
    const refused = record({
      network: mlp,
      train: vectors,
      settings: trainingSettings({ augmentation: { shift: 1 } }),
      distillation: { method: 'labels' },
      seed: 1,
      checkpointSeconds: 1e9,
    });
    await assert.rejects(refused, /training\.augmentation/);
    mlp.dispose();
    assert.deepEqual(held(), before);
  });

  it('a live teacher neither changes nor drops units', async () => {
    const task = (await tasks())['live teacher, adam'] ?? assert.fail();
    const logits = await predictLogits(teacher, examples);
    const weights = teacher.weights();
    const initial = network.weights();
    const settings = trainingSettings({ epochs: 1, batchSize: 22 });
    const live = await record({ ...task, settings });
    assert.deepEqual(teacher.weights(), weights);
    network.setWeights(initial);
    const cached = await record({ ...task, settings, teacher: { kind: 'cached', logits } });
    const [ofLive, ofCached] = [live, cached].map(({ steps }) => steps[0]?.soft?.[0] ?? NaN) as [
      number,
      number,
    ];
    assert.ok(Math.abs(ofLive - ofCached) <= 1e-5 * ofCached, `${ofLive}, not ${ofCached}`);
  });

  it("TensorFlow's own variables are destroyed, each of them", async function () {
    const backend = tensorFlowBackend();
    if (backend === undefined) {
      this.skip();
    }
    const { binding } = backend;
    const alive = new Set<number>();
    const handles = new Set<number>();
    const executeOp: typeof binding.executeOp = (name, attributes, inputIds, outputs) => {
      const results = binding.executeOp(name, attributes, inputIds, outputs);
      if (name === 'VarHandleOp') {
        for (const { id } of results) {
          alive.add(id);
          handles.add(id);
        }
      }
      if (name === 'DestroyResourceOp') inputIds.forEach((id) => alive.delete(id));
      return results;
    };
    const deleteTensor: typeof binding.deleteTensor = (id) => {
      binding.deleteTensor(id);
      handles.delete(id);
    };
    const watched = Object.create(binding, {
      executeOp: { value: executeOp },
      deleteTensor: { value: deleteTensor },
    }) as typeof binding;
    let most = 0;
    try {
      Object.assign(backend, { binding: watched });
      for (const task of Object.values(await tasks())) {
        await record(task, {
          epoch: () => {
            most = Math.max(most, alive.size);
          },
        });
      }
    } finally {
      Object.assign(backend, { binding });
    }
    assert.ok(most > 0);
    assert.equal(alive.size, 0);
    assert.equal(handles.size, 0);
  });
});
