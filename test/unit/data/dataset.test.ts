import assert from 'node:assert/strict';
import { unscale } from '../../../src/data';
import { loadDataset, type ReadingProgress } from '../../../src/data';
import { dataset } from '../../../src/experiment/schema/dataset';
import { assertUserError, TemporaryFolder } from './support/files';
import { idxFile, smallSet } from './support/idx';

/** Mean and deviation of every `groups`-th value, recomputed the plain way. */
function moments(values: ArrayLike<number>, groups: number) {
  return Array.from({ length: groups }, (_, group) => {
    const own = Array.from(values).filter((_value, index) => index % groups === group);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return {
      mean,
      deviation: Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length),
    };
  });
}

describe('Scaling', () => {
  const folder = new TemporaryFolder();
  const table = { format: 'csv', train: 'train.csv', test: 'test.csv', validation: 0 };
  const rows = (features: number[][]) =>
    features.map((row, index) => `${row.join(',')},${index % 2}\n`).join('');
  const train = [
    [1, 100, 0.1],
    [2, -300, 0.1],
    [4, 200, 0.1],
    [9, 0, 0.1],
  ];
  const test = [
    [5, 600, 7],
    [1, 50, -7],
  ];

  before(() => folder.write({ 'train.csv': rows(train), 'test.csv': rows(test) }));

  it('none leaves numbers as they are', async () => {
    const loaded = await folder.load({ ...table, scaling: 'none' });
    assert.deepEqual(loaded.train.inputs, Float32Array.from(train.flat()));
    assert.deepEqual(loaded.scaling, { type: 'none' });
  });

  it('unit divides by the largest magnitude of the training split alone', async () => {
    const loaded = await folder.load({ ...table, scaling: 'unit' });
    assert.deepEqual(loaded.scaling, { type: 'unit', divisor: 300 });
    assert.deepEqual(
      loaded.train.inputs,
      Float32Array.from(train.flat(), (value) => value / 300),
    );
    assert.deepEqual(
      loaded.test.inputs,
      Float32Array.from(test.flat(), (value) => value / 300),
    );
  });

  it('unit divides bytes by 255, whatever their largest is', async () => {
    const { images, labels } = smallSet(6);
    await folder.write({ images, labels });
    const loaded = await folder.load({
      format: 'idx',
      train: { inputs: 'images', labels: 'labels' },
      test: 0,
      validation: 0,
    });
    assert.deepEqual(loaded.scaling, { type: 'unit', divisor: 255 });
    assert.deepEqual(
      loaded.train.inputs,
      Float32Array.from({ length: 36 }, (_, index) => index / 255),
    );
  });

  it('standardize gives every feature of the training split mean 0 and deviation 1, and constants 0', async () => {
    const loaded = await folder.load({ ...table, scaling: 'standardize' });
    const [first, second, constant] = moments(loaded.train.inputs, 3);
    for (const moment of [first, second]) {
      assert.ok(moment && Math.abs(moment.mean) < 1e-6 && Math.abs(moment.deviation - 1) < 1e-6);
    }
    assert.deepEqual(constant, { mean: 0, deviation: 0 });
    const [, original] = moments(train.flat(), 3);
    assert.ok(original);
    assert.ok(Math.abs((loaded.test.inputs[1] ?? NaN) - (600 - original.mean) / original.deviation) < 1e-6);
    assert.deepEqual([loaded.test.inputs[2], loaded.test.inputs[5]], [0, 0]);
  });

  it('standardize is per channel for images', async () => {
    const pixels = Array.from({ length: 4 * 2 * 2 * 3 }, (_, index) => (index * 37) % 101);
    await folder.write({
      images: idxFile(0x08, [4, 2, 2, 3], pixels),
      labels: idxFile(0x08, [4], [0, 1, 0, 1]),
    });
    const settings = { format: 'idx', train: { inputs: 'images', labels: 'labels' }, test: 0, validation: 0 };
    const { scaling } = await folder.load({ ...settings, scaling: 'standardize' });
    assert.ok(scaling.type === 'standardize');
    moments(pixels, 3).forEach(({ mean, deviation }, channel) => {
      assert.ok(Math.abs((scaling.means[channel] ?? NaN) - mean) < 1e-9);
      assert.ok(Math.abs((scaling.deviations[channel] ?? NaN) - deviation) < 1e-9);
    });
    assert.equal(scaling.means.length, 3);
  });

  it('is undone by unscale', async () => {
    for (const scaling of ['none', 'unit', 'standardize']) {
      const loaded = await folder.load({ ...table, scaling });
      const original = unscale(loaded.scaling, loaded.train.inputs.subarray(3, 6));
      train[1]?.forEach((value, index) => {
        assert.ok(Math.abs((original[index] ?? NaN) - value) <= 1e-5 * Math.abs(value), scaling);
      });
    }
  });

  it('ignores validation and test examples', async () => {
    const settings = { ...table, scaling: 'standardize', validation: 2 };
    const loaded = await folder.load(settings);
    for (const { mean, deviation } of moments(loaded.train.inputs, 3).slice(0, 2)) {
      assert.ok(Math.abs(mean) < 1e-6 && Math.abs(deviation - 1) < 1e-6);
    }
    assert.equal(loaded.train.count, 2);
  });

  it('refuses what becomes infinite', async () => {
    await folder.write({ 'tiny.csv': rows([[1e-30], [2e-30]]), 'vast.csv': rows([[1e20], [1]]) });
    const settings = { ...table, train: 'tiny.csv', test: 'vast.csv', scaling: 'unit' };
    await assertUserError(folder.load(settings), /vast\.csv: value 0 of example 0 becomes Infinity/);
  });

  it('of nothing but zeros is no division by zero', async () => {
    await folder.write({ 'zeros.csv': rows([[0], [0]]) });
    const loaded = await folder.load({ ...table, train: 'zeros.csv', test: 0, scaling: 'unit' });
    assert.deepEqual(loaded.train.inputs, new Float32Array(2));
  });
});

describe('Datasets', () => {
  const folder = new TemporaryFolder();
  const settings = {
    format: 'idx',
    train: { inputs: 'images', labels: 'labels' },
    test: 10,
    validation: 10,
    scaling: 'none',
  };
  const { images, labels } = smallSet(60);

  beforeEach(() => folder.write({ images, labels, 'other-images': images, 'other-labels': labels }));

  it('keep every input with its label', async () => {
    const { train, validation, test } = await folder.load(settings);
    const seen = new Set<number>();
    for (const examples of [train, validation, test]) {
      for (let index = 0; index < examples.count; index++) {
        const row = Array.from({ length: 60 }, (_, at) => at).find(
          (at) =>
            (at * 6) % 256 === examples.inputs[index * 6] &&
            !seen.has(at) &&
            at % 3 === examples.labels[index],
        );
        assert.ok(row !== undefined);
        seen.add(row);
      }
    }
    assert.equal(seen.size, 60);
  });

  it('count the examples of each class', async () => {
    const { classCounts, train, validation, test } = await folder.load(settings);
    for (const [counts, examples] of [
      [classCounts.train, train],
      [classCounts.validation, validation],
      [classCounts.test, test],
    ] as const) {
      assert.deepEqual(
        counts,
        [0, 1, 2].map((label) => examples.labels.filter((own) => own === label).length),
      );
    }
  });

  it('are reshaped by inputShape', async () => {
    assert.deepEqual((await folder.load({ ...settings, inputShape: [6] })).inputShape, [6]);
    assert.deepEqual((await folder.load({ ...settings, inputShape: [3, 2] })).inputShape, [3, 2, 1]);
    assert.deepEqual((await folder.load({ ...settings, inputShape: [1, 2, 3] })).inputShape, [1, 2, 3]);
    await assertUserError(
      folder.load({ ...settings, inputShape: [7] }),
      /dataset\.inputShape: \[7\] holds 7 values, but .* has 6/,
    );
  });

  it('have a fingerprint that depends on content and settings, not on names', async () => {
    const original = (await folder.load(settings)).fingerprint;
    assert.match(original, /^[0-9a-f]{64}$/);
    const renamed = { ...settings, train: { inputs: 'other-images', labels: 'other-labels' } };
    assert.equal((await folder.load(renamed)).fingerprint, original);
    const different = [
      { validation: 11 },
      { splitSeed: 1 },
      { test: 11 },
      { limit: 20 },
      { scaling: 'unit' },
      { inputShape: [6] },
      { classNames: ['a', 'b', 'c'] },
      { test: { inputs: 'other-images', labels: 'other-labels' } },
    ];
    const fingerprints = new Set([original]);
    for (const change of different) {
      fingerprints.add((await folder.load({ ...settings, ...change })).fingerprint);
    }
    const changed = Uint8Array.from(images);
    changed[images.length - 1] = 1;
    await folder.write({ images: changed });
    fingerprints.add((await folder.load(settings)).fingerprint);
    assert.equal(fingerprints.size, different.length + 2);
  });

  it('refuse too many dimensions, no examples and no values', async () => {
    await folder.write({ images: idxFile(0x08, [60, 1, 1, 1, 2], new Uint8Array(120)) });
    await assertUserError(folder.load(settings), /too many dimensions/);
    assert.deepEqual((await folder.load({ ...settings, inputShape: [2] })).inputShape, [2]);
    await folder.write({ images: idxFile(0x08, [60, 0], []) });
    await assertUserError(folder.load(settings), /no examples in \[60, 0\]/);
    await folder.write({ images: idxFile(0x08, [0, 2], []), labels: idxFile(0x08, [0], []) });
    await assertUserError(folder.load(settings), /no examples/);
  });

  it('tell of every step of reading', async () => {
    const steps: ReadingProgress[] = [];
    await folder.write({ images: idxFile(0x08, [60, 100_000], new Uint8Array(6_000_000)) });
    await loadDataset(dataset.parse(settings), folder.file('.'), (progress) => {
      steps.push(progress);
    });
    const size = 6_000_000 + 12;
    assert.deepEqual(steps, [
      { file: folder.file('images'), done: 4 * 2 ** 20, total: size },
      { file: folder.file('images'), done: size, total: size },
      { file: folder.file('labels'), done: 68, total: 68 },
    ]);
  });
});
