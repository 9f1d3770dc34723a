import assert from 'node:assert/strict';
import type { Examples } from '../../../src/common/examples';
import { measureRepeatedly, quantile, speed } from '../../../src/engine/evaluation/speed';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';

describe('quantile', () => {
  it('is NumPy’s percentile', () => {
    const sample = [15, 20, 35, 40, 50];
    assert.deepEqual(
      [0.05, 0.5, 0.95].map((share) => quantile(sample, share)),
      [16, 35, 48],
    );
    assert.equal(quantile([3, 1, 2, 4], 0.5), 2.5);
    assert.equal(quantile([10, 9, 100], 1), 100);
    assert.throws(() => quantile([], 0.5), RangeError);
  });
});

describe('measureRepeatedly', () => {
  /** A clock that only the measured action moves. */
  function slowAction(milliseconds: number) {
    let now = 0;
    let calls = 0;
    return {
      clock: () => now,
      action: () => {
        calls++;
        now += milliseconds;
      },
      calls: () => calls,
    };
  }
  const effort = { warmUp: 3, milliseconds: 100, mostRepetitions: 50, fewestRepetitions: 4 };

  it('ends when the time is over, and does not count the warm-up', async () => {
    const { action, clock, calls } = slowAction(10);
    assert.deepEqual(await measureRepeatedly(action, effort, clock), new Array(10).fill(10));
    assert.equal(calls(), 13);
  });

  it('ends after the most repetitions when they are quick', async () => {
    const { action, clock } = slowAction(0.5);
    assert.equal((await measureRepeatedly(action, effort, clock)).length, 50);
  });

  it('makes the fewest repetitions when they are slow', async () => {
    const { action, clock } = slowAction(1000);
    assert.equal((await measureRepeatedly(action, effort, clock)).length, 4);
  });
});

describe('speed', () => {
  withEngine();

  it('predicts batches of 1 and of 128, and leaves no tensor behind', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3] })] });
    const sizes = new Set<number | null | undefined>();
    const predict = model.predictOnBatch.bind(model);
    model.predictOnBatch = (inputs) => {
      sizes.add(inputs.shape[0]);
      return predict(inputs);
    };
    const examples: Examples = {
      count: 5,
      inputShape: [3],
      inputs: Float32Array.from({ length: 15 }, (_, index) => index),
      labels: new Int32Array(5),
    };
    const tensors = tf.memory().numTensors;
    const { latency, throughput } = await speed({ model }, examples);
    assert.equal(tf.memory().numTensors, tensors);
    assert.deepEqual(sizes, new Set([1, 128]));
    assert.ok(latency.p50 > 0 && latency.p95 >= latency.p50);
    assert.ok(throughput > 0 && Number.isFinite(throughput));
    model.dispose();
  });

  it('needs an example', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
    const none: Examples = {
      count: 0,
      inputShape: [1],
      inputs: new Float32Array(0),
      labels: new Int32Array(0),
    };
    await assert.rejects(speed({ model }, none), RangeError);
    model.dispose();
  });
});
