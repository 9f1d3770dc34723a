import assert from 'node:assert/strict';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { LayersModel } from '@tensorflow/tfjs';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { forward } from '../../../src/engine/forward';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';

type Build = (tf: typeof TensorFlow) => unknown;

describe('given models', () => {
  withEngine();

  const shape = { inputShape: [4], classes: 3 };
  const fromBuilder = (build: Build): Promise<Network> =>
    buildNetwork({
      source: { type: 'builder', name: 'builder.js', options: {}, build: ({ tf: given }) => build(given) },
      seed: 1,
      ...shape,
    });

  async function fromSaved(build: Build): Promise<Network> {
    const model = build(tf) as LayersModel;
    let artifacts: TensorFlow.io.ModelArtifacts | undefined;
    await model.save({
      save: (saved: TensorFlow.io.ModelArtifacts) => {
        artifacts = saved;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
      },
    });
    assert.ok(artifacts !== undefined);
    return buildNetwork({ source: { type: 'artifacts', artifacts, name: 'model.json' }, seed: 1, ...shape });
  }

  const hidden = (given: typeof TensorFlow) =>
    given.layers.dense({ units: 5, activation: 'tanh', inputShape: [4] });
  const softmaxEndings: [string, Build][] = [
    [
      'a softmax activation',
      (given) =>
        given.sequential({
          layers: [hidden(given), given.layers.dense({ units: 3, activation: 'softmax' })],
        }),
    ],
    [
      'a softmax layer',
      (given) =>
        given.sequential({
          layers: [hidden(given), given.layers.dense({ units: 3 }), given.layers.softmax()],
        }),
    ],
    [
      'an activation layer',
      (given) =>
        given.sequential({
          layers: [
            hidden(given),
            given.layers.dense({ units: 3 }),
            given.layers.activation({ activation: 'softmax' }),
            given.layers.activation({ activation: 'linear' }),
          ],
        }),
    ],
    [
      'a softmax in a model inside the model',
      (given) => {
        const inner = given.sequential({
          layers: [given.layers.dense({ units: 3, activation: 'softmax', inputShape: [5] })],
        });
        return given.sequential({ layers: [hidden(given), inner] });
      },
    ],
    [
      'a softmax in a functional model',
      (given) => {
        const input = given.input({ shape: [4] });
        const logits = given.layers
          .dense({ units: 3 })
          .apply(hidden(given).apply(input)) as TensorFlow.SymbolicTensor;
        const outputs = given.layers.softmax().apply(logits) as TensorFlow.SymbolicTensor;
        return given.model({ inputs: input, outputs });
      },
    ],
  ];

  for (const [title, build] of softmaxEndings) {
    for (const [way, make] of [
      ['built', fromBuilder],
      ['saved', fromSaved],
    ] as const) {
      it(`lose ${title} and say so (${way})`, async () => {
        let model: LayersModel | undefined;
        let probabilities: number[] = [];
        const input = tf.tensor2d([[0.3, -1, 2, 0.7]]);
        const network = await make((given) => {
          model = build(given) as LayersModel;
          probabilities = [...(model.predict(input) as TensorFlow.Tensor).dataSync()];
          return model;
        });
        assert.equal(network.softmaxRemoved, true);
        const logits = forward(network, input, { kind: 'inference' });
        const predicted = network.model.predict(input) as TensorFlow.Tensor;
        const sum = [...logits.dataSync()].reduce((total, logit) => total + logit, 0);
        assert.ok(Math.abs(sum - 1) > 1e-3, 'logits are no distribution');
        tf.softmax(logits)
          .dataSync()
          .forEach((probability, index) => {
            assert.ok(Math.abs(probability - (probabilities[index] ?? NaN)) < 1e-6);
          });
        logits.dataSync().forEach((logit, index) => {
          assert.ok(Math.abs(logit - (predicted.dataSync()[index] ?? NaN)) < 1e-6);
        });
        const again = await buildNetwork({
          source: { type: 'artifacts', artifacts: await network.artifacts(), name: 'again' },
          seed: 1,
          ...shape,
        });
        assert.equal(again.softmaxRemoved, false);
        assert.deepEqual(again.weights(), network.weights());
      });
    }
  }

  it('are left alone when they end in logits', async () => {
    const network = await fromBuilder((given) =>
      given.sequential({ layers: [hidden(given), given.layers.dense({ units: 3 })] }),
    );
    assert.equal(network.softmaxRemoved, false);
    network.dispose();
  });

  const dense = (given: typeof TensorFlow, activation: 'sigmoid' | 'linear', units = 3) =>
    given.sequential({ layers: [given.layers.dense({ units, activation, inputShape: [4] })] });
  const mistakes: [string, Build, RegExp][] = [
    ['a sigmoid at the end', (given) => dense(given, 'sigmoid'), /builder\.js ends in "sigmoid"/],
    [
      'a ReLU layer at the end',
      (given) =>
        given.sequential({
          layers: [given.layers.dense({ units: 3, inputShape: [4] }), given.layers.reLU()],
        }),
      /ends in "ReLU"/,
    ],
    ['too many outputs', (given) => dense(given, 'linear', 7), /7 outputs, but the data has 3 classes/],
    [
      'another input shape',
      (given) => given.sequential({ layers: [given.layers.dense({ units: 3, inputShape: [5] })] }),
      /takes inputs of the shape \[5\], but one example of the data has \[4\]/,
    ],
    [
      'two outputs',
      (given) => {
        const input = given.input({ shape: [4] });
        const outputs = [1, 2].map(
          () => given.layers.dense({ units: 3 }).apply(input) as TensorFlow.SymbolicTensor,
        );
        return given.model({ inputs: input, outputs });
      },
      /1 inputs and 2 outputs/,
    ],
    ['nothing in it', (given) => given.sequential(), /no layers/],
    ['something else', () => 42, /returned number, not a LayersModel/],
    ['nothing at all', () => null, /returned null/],
    ["another copy's model", () => ({ predict: () => 1 }), /another copy of TensorFlow\.js/],
    [
      'a regularizer',
      (given) =>
        given.sequential({
          layers: [given.layers.dense({ units: 3, inputShape: [4], kernelRegularizer: 'l1l2' })],
        }),
      /kernelRegularizer/,
    ],
  ];
  for (const [title, build, message] of mistakes) {
    it(`are refused with ${title}`, async () => {
      await assert.rejects(fromBuilder(build), { name: 'UserError', message });
    });
  }

  it('may be used with a regularizer when they are saved, but not trained', async () => {
    const network = await fromSaved((given) =>
      given.sequential({
        layers: [given.layers.dense({ units: 3, inputShape: [4], kernelRegularizer: 'l1l2' })],
      }),
    );
    const input = tf.ones([1, 4]);
    assert.equal(forward(network, input, { kind: 'inference' }).size, 3);
    assert.throws(() => forward(network, input, { kind: 'training', dropout: (_, size) => tf.zeros(size) }), {
      name: 'UserError',
      message: /can't be trained: .*kernelRegularizer/,
    });
  });

  it('are refused when they are graph models, or incomplete', async () => {
    const load = (artifacts: TensorFlow.io.ModelArtifacts) =>
      buildNetwork({ source: { type: 'artifacts', artifacts, name: 'model.json' }, seed: 1, ...shape });
    await assert.rejects(load({ format: 'graph-model', modelTopology: {} }), {
      name: 'UserError',
      message: /model\.json is a graph model/,
    });
    await assert.rejects(load({ modelTopology: {} }), { name: 'UserError', message: /has no weights/ });
    await assert.rejects(
      load({
        modelTopology: { class_name: 'Nonsense', config: {} },
        weightSpecs: [],
        weightData: new ArrayBuffer(0),
      }),
      { name: 'UserError', message: /model\.json can't be loaded/ },
    );
  });
});
