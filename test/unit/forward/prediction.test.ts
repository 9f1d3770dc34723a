import assert from 'node:assert/strict';
import type { Tensor } from '@tensorflow/tfjs';
import type { Examples } from '../../../src/common/examples';
import { Random, RandomStream } from '../../../src/common/random';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { predictLogits } from '../../../src/engine/prediction';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';
import { settings } from '../models/sources';

describe('predictLogits', () => {
  withEngine();

  const count = 11;
  const random = new Random(1, RandomStream.probes);
  const examples: Examples = {
    count,
    inputShape: [4, 4, 1],
    inputs: Float32Array.from({ length: count * 16 }, () => random.nextUniform()),
    labels: new Int32Array(count),
  };
  const build = (): Promise<Network> =>
    buildNetwork({
      source: settings({ type: 'cnn', filters: [3], dense: [5], dropout: 0.5, batchNorm: true }),
      inputShape: [4, 4, 1],
      classes: 3,
      seed: 1,
    });

  it('gives the logits of all examples in order, whatever the batch size', async () => {
    const network = await build();
    const inputs = tf.tensor(examples.inputs, [count, 4, 4, 1]);
    const expected = (network.model.predict(inputs) as Tensor).dataSync();
    for (const batchSize of [1, 4, 11, 256]) {
      const logits = await predictLogits(network, examples, { batchSize });
      assert.equal(logits.length, count * 3);
      logits.forEach((logit, index) => {
        assert.ok(Math.abs(logit - (expected[index] ?? NaN)) < 1e-6);
      });
    }
    network.dispose();
  });

  it('says how far it has come, and waits for the listener', async () => {
    const network = await build();
    const done: number[] = [];
    let listening = false;
    await predictLogits(network, examples, {
      batchSize: 4,
      onProgress: async (examplesDone) => {
        assert.equal(listening, false);
        listening = true;
        await Promise.resolve();
        listening = false;
        done.push(examplesDone);
      },
    });
    assert.deepEqual(done, [4, 8, 11]);
    network.dispose();
  });

  it('leaves no tensor behind, even when the listener throws', async () => {
    const network = await build();
    await predictLogits(network, examples);
    const before = tf.memory().numTensors;
    await predictLogits(network, examples, { batchSize: 4 });
    const stopped = predictLogits(network, examples, {
      onProgress: () => {
        throw new Error('stopped');
      },
    });
    await assert.rejects(stopped, { message: 'stopped' });
    assert.equal(tf.memory().numTensors, before);
    network.dispose();
  });

  it('answers nothing to no examples', async () => {
    const network = await build();
    const none = { count: 0, inputShape: [4, 4, 1], inputs: new Float32Array(), labels: new Int32Array() };
    assert.equal((await predictLogits(network, none)).length, 0);
    network.dispose();
  });
});
