import assert from 'node:assert/strict';
import type { io, Tensor, Tensor2D } from '@tensorflow/tfjs';
import { Random, RandomStream } from '../../../src/common/random';
import { sizeOf } from '../../../src/common/examples';
import { forward } from '../../../src/engine/forward';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { currentOperations } from '../../../src/engine/operations';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';
import { plainNetworks } from './networks';

describe('forward', () => {
  withEngine();

  const batch = 5;
  const ways = [
    ['with fused operations', () => currentOperations()],
    ["with TensorFlow.js's own layers", () => undefined],
  ] as const;

  function inputsFor(network: Network): Tensor {
    const random = new Random(1, RandomStream.probes);
    const shape = [batch, ...network.inputShape];
    return tf.tensor(
      Float32Array.from({ length: sizeOf(shape) }, () => random.nextNormal()),
      shape,
    );
  }

  const noRandomness = (): never => {
    throw new Error('There is no noise layer to draw for.');
  };

  function assertClose(actual: Tensor, expected: Tensor, tolerance: number, what: string): void {
    assert.deepEqual(actual.shape, expected.shape, what);
    const [a, b] = [actual.dataSync(), expected.dataSync()];
    a.forEach((value, index) => {
      const difference = Math.abs(value - (b[index] ?? NaN));
      assert.ok(
        difference <= tolerance * Math.max(1, Math.abs(value)),
        `${what}[${index}] differs by ${difference}`,
      );
    });
  }

  for (const [title, build] of Object.entries(plainNetworks)) {
    for (const [way, operations] of ways) {
      it(`answers as model.predict does: ${title}, ${way}`, async () => {
        const network = await build();
        const inputs = inputsFor(network);
        const expected = network.model.predict(inputs) as Tensor;
        const before = tf.memory().numTensors;
        const logits = forward(network, inputs, { kind: 'inference' }, operations());
        assert.equal(tf.memory().numTensors, before + 1);
        assertClose(logits, expected, 1e-6, 'logits');
        network.dispose();
      });

      it(`has the gradients and moving averages of TensorFlow.js: ${title}, ${way}`, async () => {
        const network = await build();
        const inputs = inputsFor(network);
        const targets = tf.oneHot([0, 1, 2, 1, 0], 3) as Tensor2D;
        const initial = network.weights();
        const trainable = network.variables
          .filter((weight) => weight.trainable)
          .map(({ variable }) => variable);
        const gradientsOf = (answer: () => Tensor) => {
          network.setWeights(initial);
          const { value, grads } = tf.variableGrads(
            () => tf.losses.softmaxCrossEntropy(targets, answer()).asScalar(),
            trainable,
          );
          value.dispose();
          const averages = network.weights().filter(({ name }) => name.includes('moving_'));
          return { grads, averages };
        };
        const expected = gradientsOf(() => network.model.apply(inputs, { training: true }) as Tensor);
        const before = tf.memory().numTensors;
        const actual = gradientsOf(() =>
          forward(network, inputs, { kind: 'training', dropout: noRandomness }, operations()),
        );
        assert.equal(tf.memory().numTensors, before + trainable.length);
        for (const { name } of trainable) {
          const [a, b] = [actual.grads[name], expected.grads[name]];
          assert.ok(a !== undefined && b !== undefined, name);
          assert.ok(b.abs().max().dataSync()[0] !== 0, `${name} has a gradient`);
          assertClose(a, b, 2e-6, name);
        }
        actual.averages.forEach(({ name, values }, index) => {
          assertClose(tf.tensor1d(values), tf.tensor1d(expected.averages[index]?.values ?? []), 1e-6, name);
          assert.notDeepEqual(values, initial.find((weight) => weight.name === name)?.values);
        });
        network.dispose();
      });
    }
  }

  it('uses a saved model with holes in its kernels, which TensorFlow.js can not train', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 2,
          kernelSize: 3,
          dilationRate: 2,
          activation: 'relu',
          inputShape: [8, 8, 2],
        }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3 }),
      ],
    });
    const saved: io.ModelArtifacts[] = [];
    await model.save({
      save: (artifacts: io.ModelArtifacts) => {
        saved.push(artifacts);
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      },
    });
    const network = await buildNetwork({
      source: { type: 'artifacts', artifacts: saved[0] ?? {}, name: 'model.json' },
      inputShape: [8, 8, 2],
      classes: 3,
      seed: 1,
    });
    const inputs = inputsFor(network);
    const logits = forward(network, inputs, { kind: 'inference' }, currentOperations());
    assertClose(logits, model.predict(inputs) as Tensor, 1e-6, 'logits');
    assert.throws(() => forward(network, inputs, { kind: 'training', dropout: noRandomness }), {
      name: 'UserError',
      message: /dilationRate of 2,2/,
    });
  });

  it('leaves moving averages alone in inference mode', async () => {
    const network = await (plainNetworks['resnet-8'] as () => Promise<Network>)();
    const before = network.weights();
    forward(network, inputsFor(network), { kind: 'inference' }, currentOperations());
    assert.deepEqual(network.weights(), before);
    network.dispose();
  });
});
