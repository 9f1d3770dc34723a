import assert from 'node:assert/strict';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { Random, RandomStream } from '../../../src/common/random';
import { sizeOf } from '../../../src/common/examples';
import { forward } from '../../../src/engine/forward';
import { tf } from '../../../src/engine/tensorflow';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { withEngine } from '../support/engine';
import { layers, settings } from '../models/sources';

describe('noise layers', () => {
  withEngine();

  function draw(seed: number, shape: number[]): Tensor {
    const random = new Random(seed, RandomStream.dropout);
    return tf.tensor(
      Float32Array.from({ length: sizeOf(shape) }, () => random.nextUniform()),
      shape,
    );
  }

  /** What one noise layer makes of an input in training mode, with the seed 1. */
  async function noisy(layer: Parameters<typeof layers>[0], input: Tensor): Promise<Float32Array> {
    const inputShape = input.shape.slice(1);
    const network = await buildNetwork({
      source: layers(layer, { layer: 'flatten' }),
      inputShape,
      classes: sizeOf(inputShape),
      seed: 1,
    });
    assert.deepEqual(forward(network, input, { kind: 'inference' }).dataSync(), input.dataSync());
    const output = forward(network, input, {
      kind: 'training',
      dropout: (index, shape) => {
        assert.equal(index, 0);
        return draw(1, shape);
      },
    });
    return output.dataSync<'float32'>();
  }

  function moments(values: Float32Array): { mean: number; deviation: number } {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  }

  function assertNear(actual: number, expected: number, tolerance: number): void {
    assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not near ${expected}`);
  }

  it('drop units where the given numbers are below the rate, and scale the others up', async () => {
    const input = tf.tensor3d(
      Array.from({ length: 24 }, (_, index) => index + 1),
      [2, 3, 4],
    );
    const uniform = draw(1, [2, 3, 4]).dataSync();
    const output = await noisy({ layer: 'dropout', rate: 0.4 }, input);
    output.forEach((value, index) => {
      assertNear(value, (uniform[index] ?? NaN) < 0.4 ? 0 : (index + 1) / 0.6, 1e-5);
    });
    assert.ok(output.includes(0));
  });

  it('drop the same units along the axes that share a mask', async () => {
    for (const layer of [
      { layer: 'spatialDropout1d', rate: 0.5 },
      { layer: 'dropout', rate: 0.5, noiseShape: [null, 1, 4] },
    ] as const) {
      const uniform = draw(1, [2, 1, 4]).dataSync();
      const output = await noisy(layer, tf.ones([2, 3, 4]));
      output.forEach((value, index) => {
        const maskIndex = Math.floor(index / 12) * 4 + (index % 4);
        assert.equal(value, (uniform[maskIndex] ?? NaN) < 0.5 ? 0 : 2);
      });
    }
  });

  it('add Gaussian noise of the given deviation', async () => {
    const { mean, deviation } = moments(
      await noisy({ layer: 'gaussianNoise', stddev: 0.7 }, tf.fill([40, 500, 1], 3)),
    );
    assertNear(mean, 3, 0.02);
    assertNear(deviation, 0.7, 0.02);
  });

  it('multiply by Gaussian noise of the deviation √(rate / (1 − rate)) (Srivastava 2014, section 10)', async () => {
    const { mean, deviation } = moments(
      await noisy({ layer: 'gaussianDropout', rate: 0.2 }, tf.fill([40, 500, 1], 2)),
    );
    assertNear(mean, 2, 0.03);
    assertNear(deviation, 2 * 0.5, 0.03);
  });

  it('keep mean and deviation of standard normal inputs in alpha dropout (Klambauer 2017)', async () => {
    const random = new Random(2, RandomStream.probes);
    const input = tf.tensor(
      Float32Array.from({ length: 20_000 }, () => random.nextNormal()),
      [40, 500, 1],
    );
    const output = await noisy({ layer: 'alphaDropout', rate: 0.3 }, input);
    const { mean, deviation } = moments(output);
    assertNear(mean, 0, 0.03);
    assertNear(deviation, 1, 0.03);
    const counts = new Map<number, number>();
    for (const value of output) counts.set(value, (counts.get(value) ?? 0) + 1);
    assertNear(Math.max(...counts.values()) / output.length, 0.3, 0.01);
  });

  it('are numbered in the order of computation, and again for every use of a shared layer', async () => {
    const drawn: [number, number[]][] = [];
    const run = (network: Network, inputs: Tensor): void => {
      drawn.length = 0;
      forward(network, inputs, {
        kind: 'training',
        dropout: (index, shape) => {
          drawn.push([index, shape]);
          return tf.ones(shape);
        },
      });
    };
    const preset = await buildNetwork({
      source: settings({ type: 'mlp', hidden: [5, 4], dropout: 0.5, inputDropout: 0.1 }),
      inputShape: [2, 2],
      classes: 3,
      seed: 1,
    });
    run(preset, tf.ones([6, 2, 2]));
    assert.deepEqual(drawn, [
      [0, [6, 4]],
      [1, [6, 5]],
      [2, [6, 4]],
    ]);
    const sharing = await buildNetwork({
      source: {
        type: 'builder',
        name: 'builder.js',
        options: {},
        build: ({ tf: given }) => {
          const input = given.input({ shape: [3] });
          const dropout = given.layers.dropout({ rate: 0.5 });
          const inner = given.sequential({
            layers: [given.layers.dense({ units: 3, inputShape: [3] }), dropout],
          });
          const twice = inner.apply(inner.apply(input)) as TensorFlow.SymbolicTensor;
          return given.model({
            inputs: input,
            outputs: given.layers.dense({ units: 3 }).apply(twice) as TensorFlow.SymbolicTensor,
          });
        },
      },
      inputShape: [3],
      classes: 3,
      seed: 1,
    });
    run(sharing, tf.ones([2, 3]));
    assert.deepEqual(drawn, [
      [0, [2, 3]],
      [1, [2, 3]],
    ]);
  });

  it("never draw from JavaScript's generator, forward or backward", async () => {
    const network = await buildNetwork({
      source: settings({ type: 'cnn', filters: [2], dense: [4], dropout: 0.5, batchNorm: true }),
      inputShape: [4, 4, 1],
      classes: 3,
      seed: 1,
    });
    const gradients = (): Float32Array[] => {
      const trainable = network.variables
        .filter((weight) => weight.trainable)
        .map(({ variable }) => variable);
      const { grads } = tf.variableGrads(
        () =>
          forward(network, tf.ones([8, 4, 4, 1]), {
            kind: 'training',
            dropout: (index, shape) => draw(index, shape),
          })
            .square()
            .mean(),
        trainable,
      );
      return trainable.map(({ name }) => grads[name]?.dataSync<'float32'>() ?? new Float32Array());
    };
    const unseeded = Math.random;
    Math.random = () => {
      throw new Error('Math.random was called.');
    };
    try {
      assert.deepEqual(gradients(), gradients());
    } finally {
      Math.random = unseeded;
    }
  });
});
