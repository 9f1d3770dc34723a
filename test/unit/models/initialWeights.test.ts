import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buildNetwork, type ModelSource, type Network } from '../../../src/engine/models';
import { withEngine } from '../support/engine';
import { settings } from './sources';

describe('initial weights', () => {
  withEngine();

  const shape = { inputShape: [4, 4, 1], classes: 3 };
  const resnet = settings({ type: 'resnet', width: 2 });
  const builder: ModelSource = {
    type: 'builder',
    name: 'builder.js',
    options: {},
    build: async ({ tf, inputShape, classes }) => {
      await Promise.resolve();
      const bias = Math.random();
      return tf.sequential({
        layers: [
          tf.layers.flatten({ inputShape: [...inputShape] }),
          tf.layers.dense({ units: classes, biasInitializer: tf.initializers.constant({ value: bias }) }),
        ],
      });
    },
  };

  function digest(network: Network): string {
    const hash = createHash('sha256');
    for (const { values } of network.weights()) hash.update(values);
    network.dispose();
    return hash.digest('hex');
  }

  const build = async (source: ModelSource, seed: number): Promise<string> =>
    digest(await buildNetwork({ source, seed, ...shape }));

  for (const [title, source] of [
    ['a preset', resnet],
    ["a builder of the user's", builder],
  ] as const) {
    it(`of ${title} depend on the seed and on nothing else`, async () => {
      const first = await build(source, 7);
      Math.random();
      assert.equal(await build(source, 7), first);
      assert.notEqual(await build(source, 8), first);
    });

    it(`of ${title} are the same when several networks are built at once`, async () => {
      const [first, second] = await Promise.all([build(source, 7), build(source, 8)]);
      assert.equal(await build(source, 7), first);
      assert.equal(await build(source, 8), second);
    });
  }

  it('are the same bits in another process, under the same names', async () => {
    const script = join(__dirname, 'printWeights.ts');
    const output = execFileSync(process.execPath, ['--require', 'tsx', script], { encoding: 'utf8' });
    const other = JSON.parse(output) as { digest: string; names: string[] };
    const network = await buildNetwork({ source: resnet, seed: 7, ...shape });
    assert.deepEqual(
      network.weights().map(({ name }) => name),
      other.names,
    );
    assert.equal(digest(network), other.digest);
  });

  it('leave Math.random as it was, even when building fails', async () => {
    const unseeded = Math.random;
    await build(resnet, 7);
    assert.equal(Math.random, unseeded);
    const failing: ModelSource = {
      type: 'builder',
      name: 'broken.js',
      options: {},
      build: () => {
        throw new Error('no such layer');
      },
    };
    await assert.rejects(build(failing, 7), {
      name: 'UserError',
      message: 'broken.js failed to build the model: no such layer',
    });
    assert.equal(Math.random, unseeded);
    assert.equal(await build(resnet, 7), await build(resnet, 7));
  });
});
