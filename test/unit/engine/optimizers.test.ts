import assert from 'node:assert/strict';
import { Random, RandomStream } from '../../../src/common/random';
import { sizeOf } from '../../../src/common/examples';
import { UserError } from '../../../src/common/errors';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { createOptimizer, type OptimizationSettings } from '../../../src/engine/optimizers';
import { tf } from '../../../src/engine/tensorflow';
import { training } from '../../../src/experiment/schema/training';
import { settings as modelSettings } from '../models/sources';
import { withEngine } from '../support/engine';
import { PlainOptimizer, type PlainWeight } from './support/plainOptimizers';

const STEPS = 20;
const MAX_NORM = 1.1;

function optimization(given: Record<string, unknown>): OptimizationSettings {
  return training.parse(given);
}

const cases: Readonly<Record<string, OptimizationSettings>> = {
  'plain sgd': optimization({ optimizer: { type: 'sgd', momentum: 0 } }),
  'sgd with momentum': optimization({ optimizer: { type: 'sgd', momentum: 0.9 } }),
  "sgd with Nesterov's momentum": optimization({
    optimizer: { type: 'sgd', momentum: 0.8, nesterov: true },
  }),
  'sgd with weight decay': optimization({
    optimizer: { type: 'sgd', momentum: 0.9, nesterov: true },
    weightDecay: 0.3,
  }),
  'plain sgd with weight decay and clipping': optimization({
    optimizer: { type: 'sgd', momentum: 0 },
    weightDecay: 0.3,
    clipNorm: 2,
  }),
  adam: optimization({ optimizer: { type: 'adam' } }),
  'adam with other constants': optimization({
    optimizer: { type: 'adam', beta1: 0.7, beta2: 0.95, epsilon: 0.01 },
  }),
  'adam with weight decay': optimization({ optimizer: { type: 'adam' }, weightDecay: 0.3 }),
  adamw: optimization({ optimizer: { type: 'adamw' }, weightDecay: 0.3 }),
  'adamw with clipping': optimization({
    optimizer: { type: 'adamw', epsilon: 0.1 },
    weightDecay: 0.3,
    clipNorm: 2,
  }),
};

function build(changes: Record<string, unknown> = {}): Promise<Network> {
  return buildNetwork({
    source: modelSettings({ type: 'mlp', hidden: [4], batchNorm: true, ...changes }),
    inputShape: [3],
    classes: 2,
    seed: 3,
  });
}

function trainableOf(network: Network) {
  return network.variables.filter(({ trainable }) => trainable);
}

/** Gradients of one step, some of them large, some of them small. */
function gradientsAt(step: number, network: Network): Float32Array[] {
  const random = new Random(11, RandomStream.probes, step);
  const scale = step % 3 === 0 ? 0.01 : 1;
  return trainableOf(network).map(({ variable }) =>
    Float32Array.from({ length: sizeOf(variable.shape) }, () => scale * random.nextNormal()),
  );
}

function rateAt(step: number): number {
  return 0.05 / (1 + 0.1 * step);
}

function valuesOf(network: Network): Float32Array[] {
  return trainableOf(network).map(({ variable }) => variable.dataSync<'float32'>().slice());
}

function run(
  network: Network,
  optimizer: ReturnType<typeof createOptimizer>,
  from: number,
  to: number,
): void {
  for (let step = from; step <= to; step++) {
    tf.tidy(() => {
      const gradients = gradientsAt(step, network).map((values, index) =>
        tf.tensor(values, trainableOf(network)[index]?.variable.shape, 'float32'),
      );
      optimizer.update(gradients, step, rateAt(step));
    });
  }
}

function assertFollows(network: Network, settings: OptimizationSettings, maxNorm?: number): void {
  const plain: PlainWeight[] = trainableOf(network).map(({ variable, role, constrain }) => ({
    isKernel: role === 'kernel',
    values: [...variable.dataSync()],
    ...(constrain && maxNorm && { bound: { columns: variable.shape[1] ?? NaN, norm: maxNorm } }),
  }));
  assert.deepEqual(
    plain.map(({ isKernel }) => isKernel),
    [true, false, false, true, false],
  );
  const reference = new PlainOptimizer(settings, plain);
  const optimizer = createOptimizer(trainableOf(network), settings);
  for (let step = 1; step <= STEPS; step++) {
    run(network, optimizer, step, step);
    reference.update(
      gradientsAt(step, network).map((gradient) => [...gradient]),
      rateAt(step),
    );
    valuesOf(network).forEach((values, index) => {
      values.forEach((value, entry) => {
        const expected = plain[index]?.values[entry] ?? NaN;
        const difference = Math.abs(value - expected);
        assert.ok(
          difference <= 3e-6 * Math.max(1, Math.abs(expected)),
          `step ${step}, ${trainableOf(network)[index]?.name ?? ''}[${entry}]: ${value}, not ${expected}`,
        );
      });
    });
  }
  optimizer.dispose();
}

describe('optimizers', () => {
  withEngine();

  for (const [title, settings] of Object.entries(cases)) {
    it(`${title}: ${STEPS} steps are PyTorch's formulas in float64`, async () => {
      const network = await build();
      assertFollows(network, settings);
      network.dispose();
    });

    it(`${title}: goes on bit for bit from exported slots and weights`, async () => {
      const whole = await build();
      const wholeOptimizer = createOptimizer(trainableOf(whole), settings);
      run(whole, wholeOptimizer, 1, 12);

      const before = await build();
      const first = createOptimizer(trainableOf(before), settings);
      run(before, first, 1, 7);
      const [weights, slots] = [before.weights(), first.slots()];
      for (const { values } of first.slots()) values.fill(7);
      assert.deepEqual(first.slots(), slots, 'an exported slot is not a copy');
      const copies = slots.map(({ values }) => values.slice());
      run(before, first, 8, 9);
      slots.forEach(({ values }, index) => {
        assert.deepEqual(values, copies[index], 'an exported slot changed afterwards');
      });

      const after = await build();
      const second = createOptimizer(trainableOf(after), settings);
      run(after, second, 1, 3);
      after.setWeights(weights);
      second.restore(slots);
      assert.deepEqual(second.slots(), slots);
      run(after, second, 8, 12);

      assert.deepEqual(valuesOf(after), valuesOf(whole));
      assert.deepEqual(second.slots(), wholeOptimizer.slots());
      for (const optimizer of [wholeOptimizer, first, second]) optimizer.dispose();
      for (const network of [whole, before, after]) network.dispose();
    });
  }

  it('projects onto the max-norm constraint after every step, and remembers the projected weights', async () => {
    for (const title of ['plain sgd', 'adamw', "sgd with Nesterov's momentum"]) {
      const network = await build({ maxNorm: MAX_NORM });
      assertFollows(network, cases[title] as OptimizationSettings, MAX_NORM);
      const [kernel = new Float32Array()] = valuesOf(network);
      const norms = [0, 1, 2, 3].map((unit) =>
        Math.hypot(...kernel.filter((_, index) => index % 4 === unit)),
      );
      assert.ok(Math.max(...norms) <= MAX_NORM + 1e-6, `${title}: ${norms.join()}`);
      network.dispose();
    }
  });

  it('names slots after their weights, and has none for what it needs not remember', async () => {
    const network = await build();
    const namesFor = (title: string): string[] => {
      const optimizer = createOptimizer(trainableOf(network), cases[title] as OptimizationSettings);
      const names = optimizer.slots().map(({ name }) => name);
      optimizer.dispose();
      return names;
    };
    const names = trainableOf(network).map(({ name }) => name);
    assert.deepEqual(namesFor('plain sgd'), []);
    assert.deepEqual(
      namesFor('sgd with momentum'),
      names.map((name) => `${name}/velocity`),
    );
    assert.deepEqual(
      namesFor('adam'),
      names.flatMap((name) => [`${name}/mean`, `${name}/meanSquare`]),
    );
    network.dispose();
  });

  it('refuses the slots of another network or optimizer', async () => {
    const [network, wider] = [await build(), await build({ hidden: [5] })];
    const [adam, other, momentum] = [
      createOptimizer(trainableOf(network), cases['adam'] as OptimizationSettings),
      createOptimizer(trainableOf(wider), cases['adam'] as OptimizationSettings),
      createOptimizer(trainableOf(network), cases['sgd with momentum'] as OptimizationSettings),
    ];
    assert.throws(
      () => {
        adam.restore(other.slots());
      },
      new UserError(
        'The optimizer\'s "1-Dense/kernel/mean" is 3×5, but its weight is 3×4.',
        'The checkpoint is of another network or another optimizer.',
      ),
    );
    assert.throws(() => {
      adam.restore(momentum.slots());
    }, /is missing/);
    for (const optimizer of [adam, other, momentum]) optimizer.dispose();
    network.dispose();
    wider.dispose();
  });

  it('keeps the number of tensors from the first step on, frees its slots, and leaves the gradients to the caller', async () => {
    for (const settings of Object.values(cases)) {
      const network = await build({ maxNorm: MAX_NORM });
      const before = tf.memory().numTensors;
      const optimizer = createOptimizer(trainableOf(network), settings);
      run(network, optimizer, 1, 1);
      const held = tf.memory().numTensors;
      run(network, optimizer, 2, 5);
      optimizer.restore(optimizer.slots());
      assert.equal(tf.memory().numTensors, held);
      optimizer.dispose();
      assert.equal(tf.memory().numTensors, before);
      const gradients = trainableOf(network).map(({ variable }) => tf.onesLike(variable));
      const again = createOptimizer(trainableOf(network), settings);
      again.update(gradients, 1, 0.1);
      again.dispose();
      assert.ok(gradients.every(({ isDisposed }) => !isDisposed));
      tf.dispose(gradients);
      network.dispose();
    }
  });
});
