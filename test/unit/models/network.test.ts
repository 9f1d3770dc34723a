import assert from 'node:assert/strict';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';
import { layers, settings } from './sources';

describe('a network', () => {
  withEngine();

  const shape = { inputShape: [4, 4, 1], classes: 3 };
  const build = (seed: number): Promise<Network> =>
    buildNetwork({
      source: settings({ type: 'cnn', filters: [2], dense: [3], batchNorm: true, dropout: 0.5 }),
      seed,
      ...shape,
    });

  it('names its weights by position, whatever was built before', async () => {
    const first = await build(1);
    const second = await build(2);
    const names = first.weights().map(({ name }) => name);
    assert.deepEqual(
      second.weights().map(({ name }) => name),
      names,
    );
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(names.slice(0, 5), [
      '1-Conv2D/kernel',
      '2-BatchNormalization/gamma',
      '2-BatchNormalization/beta',
      '2-BatchNormalization/moving_mean',
      '2-BatchNormalization/moving_variance',
    ]);
    first.dispose();
    second.dispose();
  });

  it('gives names that differ to the two halves of a bidirectional layer', async () => {
    const network = await buildNetwork({
      source: {
        type: 'builder',
        name: 'builder.js',
        options: {},
        build: ({ tf: given, classes }) =>
          given.sequential({
            layers: [
              given.layers.bidirectional({
                inputShape: [4, 4],
                layer: given.layers.simpleRNN({ units: 2 }),
                mergeMode: 'concat',
              }),
              given.layers.dense({ units: classes }),
            ],
          }),
      },
      inputShape: [4, 4],
      classes: 3,
      seed: 1,
    });
    const names = network.weights().map(({ name }) => name);
    assert.equal(names.length, 8);
    assert.equal(new Set(names).size, 8);
    network.dispose();
  });

  it('tells kernels, statistics and the rest apart, and what is trainable', async () => {
    const network = await build(1);
    assert.deepEqual(
      network.variables.slice(0, 5).map(({ role, trainable }) => [role, trainable]),
      [
        ['kernel', true],
        ['other', true],
        ['other', true],
        ['statistic', false],
        ['statistic', false],
      ],
    );
    network.dispose();
  });

  it('takes over the state of another network bit for bit, past any constraint', async () => {
    const source = layers(
      { layer: 'flatten' },
      {
        layer: 'dense',
        units: 'classes',
        kernelConstraint: { className: 'MaxNorm', config: { maxValue: 1e-3 } },
      },
    );
    const one = await buildNetwork({ source, seed: 1, ...shape });
    const other = await buildNetwork({ source, seed: 2, ...shape });
    assert.notDeepEqual(one.weights(), other.weights());
    one.setWeights(other.weights());
    assert.deepEqual(one.weights(), other.weights());
    one.dispose();
    other.dispose();
  });

  it('refuses the state of another network, and keeps its own', async () => {
    const network = await build(1);
    const weights = network.weights();
    const [first, ...rest] = weights as [(typeof weights)[number], ...typeof weights];
    for (const [wrong, message] of [
      [rest, /"1-Conv2D\/kernel" \(3×3×1×2\) is missing/],
      [[{ ...first, shape: [3, 3, 2, 1] }, ...rest], /is 3×3×2×1 .*3×3×1×2/],
      [[...weights, { ...first, name: 'x' }], /no weight "x"/],
    ] as const) {
      assert.throws(
        () => {
          network.setWeights(wrong);
        },
        { name: 'UserError', message },
      );
    }
    assert.deepEqual(network.weights(), weights);
    network.dispose();
  });

  it('saves to artifacts from which the same network can be built, trainable flags included', async () => {
    const network = await build(1);
    network.model.layers.slice(0, 3).forEach((layer) => {
      layer.trainable = false;
    });
    const artifacts = await network.artifacts();
    const loaded = await buildNetwork({
      source: { type: 'artifacts', artifacts, name: 'model.json' },
      seed: 9,
      ...shape,
    });
    assert.deepEqual(loaded.weights(), network.weights());
    assert.deepEqual(
      loaded.model.layers.map(({ trainable }) => trainable),
      network.model.layers.map(({ trainable }) => trainable),
    );
    assert.equal(loaded.variables[0]?.trainable, false);
    assert.equal(loaded.parameters, network.parameters);
    network.dispose();
    loaded.dispose();
  });

  it('frees all that it took', async () => {
    (await build(1)).dispose();
    const before = tf.memory().numTensors;
    const network = await build(1);
    await network.artifacts();
    network.setWeights(network.weights());
    network.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
