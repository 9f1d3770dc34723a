import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/engine/models';
import { tf } from '../../../src/engine/tensorflow';
import { withEngine } from '../support/engine';
import { settings } from './sources';

describe('preset models', () => {
  withEngine();

  async function parametersOf(
    input: Record<string, unknown>,
    inputShape: number[],
    classes = 10,
  ): Promise<number> {
    const network = await buildNetwork({ source: settings(input), inputShape, classes, seed: 1 });
    const { parameters } = network;
    network.dispose();
    return parameters;
  }

  // Table 6 of He 2016: 0.27M, 0.46M and 0.85M parameters with shortcuts that have none (option A). Our projections add
  // two 1×1 convolutions and their batch norms: 16·32 + 2·32 and 32·64 + 2·64.
  for (const [depth, published] of [
    [20, 0.27],
    [32, 0.46],
    [56, 0.85],
  ] as const) {
    it(`gives resnet-${depth} the published number of parameters`, async () => {
      const projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64;
      const parameters = await parametersOf({ type: 'resnet', depth }, [32, 32, 3]);
      assert.equal(((parameters - projections) / 1e6).toFixed(2), published.toFixed(2));
    });
  }

  it('gives resnet-20 the parameters of the well-known reference implementation', async () => {
    assert.equal(await parametersOf({ type: 'resnet', depth: 20 }, [32, 32, 3]), 269_722 + 2752);
  });

  it('counts the parameters of an mlp by hand', async () => {
    assert.equal(
      await parametersOf({ type: 'mlp', hidden: [1200, 1200] }, [28, 28, 1]),
      784 * 1200 + 1200 + 1200 * 1200 + 1200 + 1200 * 10 + 10,
    );
    assert.equal(await parametersOf({ type: 'mlp', hidden: [] }, [64]), 64 * 10 + 10);
  });

  it('leaves moving averages out of the count, and biases where batch norm has its own', async () => {
    assert.equal(
      await parametersOf({ type: 'mlp', hidden: [8], batchNorm: true }, [4], 3),
      4 * 8 + 2 * 8 + 8 * 3 + 3,
    );
  });

  it('counts the parameters of a cnn by hand', async () => {
    const dense = 7 * 7 * 32 * 10 + 10;
    const convolutions = 9 * 16 + 16 + 9 * 16 * 32 + 32;
    assert.equal(await parametersOf({ type: 'cnn' }, [28, 28, 1]), convolutions + dense);
    assert.equal(await parametersOf({ type: 'cnn' }, [28, 28]), convolutions + dense);
    assert.equal(
      await parametersOf({ type: 'cnn', filters: [4], dense: [6], batchNorm: true }, [4, 4, 1], 3),
      9 * 4 + 2 * 4 + 2 * 2 * 4 * 6 + 2 * 6 + 6 * 3 + 3,
    );
  });

  it('starts relu layers with the variance of He 2015', async () => {
    const network = await buildNetwork({
      source: settings({ type: 'mlp', hidden: [200] }),
      inputShape: [300],
      classes: 2,
      seed: 3,
    });
    const kernel = network.weights()[0]?.values as Float32Array;
    const meanSquare = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
    // A normal distribution cut at two deviations keeps 0.774 of its variance.
    assert.ok(Math.abs(meanSquare / (2 / 300) - 0.774) < 0.02, String(meanSquare * 150));
    network.dispose();
  });

  it('bounds the norm of the weights into each hidden unit', async () => {
    for (const [type, shape] of [
      ['mlp', [6]],
      ['cnn', [4, 4, 2]],
    ] as const) {
      const network = await buildNetwork({
        source: settings({ type, maxNorm: 0.5, ...(type === 'mlp' ? { hidden: [5] } : { filters: [5] }) }),
        inputShape: shape,
        classes: 3,
        seed: 1,
      });
      const [kernel, , logits] = network.variables.filter(
        ({ role }) => role === 'kernel' || role === 'other',
      );
      assert.ok(kernel?.constrain !== undefined);
      assert.equal(logits?.constrain, undefined);
      const size = kernel.variable.shape.reduce((product, length) => product * length, 1) / 5;
      const { constrain } = kernel;
      const bounded = tf.tidy(() => constrain(tf.fill(kernel.variable.shape, 3)).dataSync());
      for (const value of bounded) assert.ok(Math.abs(value - 0.5 / Math.sqrt(size)) < 1e-5);
      network.dispose();
    }
  });

  it('puts dropout where it is asked for and nowhere else', async () => {
    const dropouts = async (input: Record<string, unknown>): Promise<string[]> => {
      const network = await buildNetwork({
        source: settings(input),
        inputShape: [8, 8, 1],
        classes: 3,
        seed: 1,
      });
      const names = network.model.layers
        .filter((layer) => layer.getClassName() === 'Dropout')
        .map(({ name }) => name);
      network.dispose();
      return names;
    };
    assert.deepEqual(await dropouts({ type: 'mlp', hidden: [4, 4] }), []);
    assert.deepEqual(await dropouts({ type: 'mlp', hidden: [4, 4], dropout: 0.5, inputDropout: 0.2 }), [
      'input-dropout',
      'hidden-1-dropout',
      'hidden-2-dropout',
    ]);
    assert.deepEqual(await dropouts({ type: 'cnn', dense: [4], dropout: 0.5 }), [
      'flatten-dropout',
      'hidden-1-dropout',
    ]);
  });

  it('refuses what does not fit the data', async () => {
    const build = (input: Record<string, unknown>, inputShape: number[]) =>
      buildNetwork({ source: settings(input), inputShape, classes: 3, seed: 1 });
    await assert.rejects(build({ type: 'cnn' }, [64]), {
      name: 'UserError',
      message: /needs images.*\[64\]/,
    });
    await assert.rejects(build({ type: 'resnet' }, [64]), { name: 'UserError', message: /needs images/ });
    await assert.rejects(build({ type: 'cnn', filters: [4, 4, 4, 4] }, [8, 8, 1]), {
      name: 'UserError',
      message: /halves its images 4 times.*8×8/,
      mend: 'Give it at most 3 filters.',
    });
  });
});
