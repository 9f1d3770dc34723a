import assert from 'node:assert/strict';
import { permutation, Random, RandomStream } from '../../../src/common/random';
import { buildNetwork, predictLogits, trainingSample } from '../../../src/engine';
import { splitMetrics } from '../../../src/engine/training/metrics';
import type { DistillationSettings } from '../../../src/experiment/schema/distillation';
import { settings as modelSettings } from '../models/sources';
import { withEngine } from '../support/engine';
import { makeExamples } from './support/examples';
import { hinton, type Matrix } from './support/losses';
import { plainCrossEntropy, plainDivergence, smoothedTargets, softmaxRow } from './support/plainLosses';
import { PlainOptimizer, type PlainWeight } from './support/plainOptimizers';
import { lossesOf, record, trainingSettings } from './support/training';

const FEATURES = 5;
const CLASSES = 3;
const COUNT = 22;
const BATCH = 8;
const EPOCHS = 3;
const SEED = 5;

const examples = makeExamples(COUNT, [FEATURES], 1);
const inputs: Matrix = rowsOf(examples.inputs, FEATURES);
const teacherLogits = Float32Array.from(
  { length: COUNT * CLASSES },
  (_, index) => 3 * Math.sin(index * index),
);

function rowsOf(values: ArrayLike<number>, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_unused, column) => values[row * width + column] as number),
  );
}

/** A linear classifier: logits = inputs · kernel + bias, and the gradients of its weights, by hand. */
function logitsOf(batch: Matrix, [kernel, bias]: readonly [PlainWeight, PlainWeight]): number[][] {
  return batch.map((row) =>
    bias.values.map((offset, column) =>
      row.reduce(
        (sum, x, feature) => sum + x * (kernel.values[feature * CLASSES + column] as number),
        offset,
      ),
    ),
  );
}

function weightGradients(batch: Matrix, gradient: Matrix): [number[], number[]] {
  const entry = (row: readonly number[] | undefined, column: number): number => row?.[column] ?? NaN;
  const sum = (of: (example: number) => number): number =>
    batch.reduce((total, _, example) => total + of(example), 0);
  const kernel = Array.from({ length: FEATURES * CLASSES }, (_, index) =>
    sum((i) => entry(batch[i], Math.floor(index / CLASSES)) * entry(gradient[i], index % CLASSES)),
  );
  const bias = Array.from({ length: CLASSES }, (_, column) => sum((i) => entry(gradient[i], column)));
  return [kernel, bias];
}

/** scale × (softmax(z/T) − targets), the gradient of a cross-entropy with respect to z, for the mean over examples. */
function logitGradient(logits: Matrix, targets: Matrix, temperature: number, scale: number): number[][] {
  return logits.map((row, example) =>
    softmaxRow(row, temperature).map(
      (p, column) => (scale * (p - (targets[example]?.[column] ?? NaN))) / logits.length,
    ),
  );
}

interface PlainLosses {
  readonly total: number;
  readonly hard: number;
  readonly soft: number;
  readonly gradient: Matrix;
}

function plainLoss(settings: DistillationSettings, logits: Matrix, batch: readonly number[]): PlainLosses {
  const labels = batch.map((example) => examples.labels[example] as number);
  const epsilon = settings.method === 'label-smoothing' ? settings.epsilon : 0;
  const targets = smoothedTargets(labels, CLASSES, epsilon);
  const hard = plainCrossEntropy(logits, targets);
  if (settings.method !== 'hinton') {
    return { total: hard, hard, soft: NaN, gradient: logitGradient(logits, targets, 1, 1) };
  }
  const { alpha, temperature: T } = settings;
  const teacher = batch.map((example) => rowsOf(teacherLogits, CLASSES)[example] ?? []);
  const soft = plainDivergence(teacher, logits, T);
  const softTargets = teacher.map((row) => softmaxRow(row, T));
  const ofSoft = logitGradient(logits, softTargets, T, alpha * T);
  const ofHard = logitGradient(logits, targets, 1, 1 - alpha);
  return {
    total: (1 - alpha) * hard + alpha * T ** 2 * soft,
    hard,
    soft,
    gradient: ofHard.map((row, i) => row.map((value, j) => value + (ofSoft[i]?.[j] ?? NaN))),
  };
}

describe('training of a linear student', () => {
  withEngine();

  const cases: Readonly<Record<string, readonly [DistillationSettings, Record<string, unknown>]>> = {
    'labels, plain sgd': [{ method: 'labels' }, { optimizer: { type: 'sgd', momentum: 0 } }],
    'smoothed labels, momentum and weight decay': [
      { method: 'label-smoothing', epsilon: 0.2 },
      { optimizer: { type: 'sgd' }, weightDecay: 0.1 },
    ],
    "Hinton's soft targets, adam": [hinton(4, 0.7), { optimizer: { type: 'adam', learningRate: 0.02 } }],
    "Hinton's soft targets, adamw with clipping": [
      hinton(2, 1),
      { optimizer: { type: 'adamw', learningRate: 0.02 }, weightDecay: 0.1, clipNorm: 0.3 },
    ],
  };

  for (const [title, [distillation, given]] of Object.entries(cases)) {
    it(`${title}: every loss and the last weights are those of a plain computation in float64`, async () => {
      const source = modelSettings({ type: 'mlp', hidden: [] });
      const network = await buildNetwork({ source, inputShape: [FEATURES], classes: CLASSES, seed: 1 });
      const settings = trainingSettings({ epochs: EPOCHS, batchSize: BATCH, ...given });
      const plain = network.weights().map(({ values, name }): PlainWeight => ({
        isKernel: name.endsWith('kernel'),
        values: [...values],
      })) as [PlainWeight, PlainWeight];

      const told = await record({
        network,
        train: examples,
        settings,
        distillation,
        teacher: { kind: 'cached', logits: teacherLogits },
        seed: SEED,
        checkpointSeconds: 1e9,
      });

      const optimizer = new PlainOptimizer(settings, plain);
      const expected: PlainLosses[] = [];
      const epochLosses: number[] = [];
      for (let epoch = 0; epoch < EPOCHS; epoch++) {
        const order = [...permutation(COUNT, new Random(SEED, RandomStream.shuffle, epoch))];
        for (let start = 0; start < COUNT; start += BATCH) {
          const batch = order.slice(start, start + BATCH);
          const rows = batch.map((example) => inputs[example] ?? []);
          const loss = plainLoss(distillation, logitsOf(rows, plain), batch);
          expected.push(loss);
          optimizer.update(weightGradients(rows, loss.gradient), settings.optimizer.learningRate);
        }
        const targets = smoothedTargets([...examples.labels], CLASSES, 0);
        epochLosses.push(plainCrossEntropy(logitsOf(inputs, plain), targets));
      }

      for (const part of ['total', 'hard', 'soft'] as const) {
        const actual = lossesOf(told, part);
        const isTold = part !== 'soft' || distillation.method === 'hinton';
        assert.equal(actual.length, isTold ? expected.length : 0);
        actual.forEach((loss, index) => {
          const plainValue = expected[index]?.[part] ?? NaN;
          assert.ok(
            Math.abs(loss - plainValue) <= 1e-5 * Math.max(1, plainValue),
            `${part} of step ${index + 1}: ${loss}, not ${plainValue}`,
          );
        });
      }
      told.epochs.forEach(({ train }, index) => {
        assert.ok(Math.abs(train.loss - (epochLosses[index] ?? NaN)) < 1e-5);
      });
      network.weights().forEach(({ values }, index) => {
        values.forEach((value, entry) => {
          assert.ok(Math.abs(value - (plain[index]?.values[entry] ?? NaN)) < 1e-5);
        });
      });
      const answers = rowsOf(await predictLogits(network, examples), CLASSES);
      const right = answers.filter((row, i) => row.indexOf(Math.max(...row)) === examples.labels[i]).length;
      assert.equal(told.epochs.at(-1)?.train.accuracy, right / COUNT);
      network.dispose();
    });
  }

  it('metrics of a split are known values; answers that are not finite make the loss NaN', () => {
    const logits = Float32Array.of(0, Math.log(3), 2, 2, 1000, -1000);
    const { loss, accuracy } = splitMetrics(logits, Int32Array.of(1, 1, 0), 2);
    assert.ok(Math.abs(loss - (Math.log(4 / 3) + Math.log(2)) / 3) < 1e-7);
    assert.equal(accuracy, 2 / 3);
    for (const broken of [NaN, Infinity, -Infinity]) {
      const row = Float32Array.of(0, 1, broken, 0);
      assert.equal(Number.isFinite(splitMetrics(row, Int32Array.of(0, 0), 2).loss), false, `${broken}`);
    }
  });

  it('a large training split is measured on 5,000 of its examples, evenly spread', () => {
    const many = makeExamples(12_500, [2], 3);
    const sample = trainingSample(many);
    assert.equal(sample.count, 5000);
    for (const index of [0, 1, 2, 2500, 4999]) {
      const source = Math.floor(index * 2.5);
      assert.equal(sample.labels[index], many.labels[source]);
      assert.deepEqual(
        sample.inputs.slice(2 * index, 2 * index + 2),
        many.inputs.slice(2 * source, 2 * source + 2),
      );
    }
    assert.equal(trainingSample(examples), examples);
  });
});
