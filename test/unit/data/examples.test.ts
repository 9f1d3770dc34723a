import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { loadDataset, type Dataset } from '../../../src/data';
import { experimentSchema } from '../../../src/experiment/schema/experiment';

/** The data of an example, with some of its settings changed. */
function loadExample(name: string, changes: Readonly<Record<string, unknown>>): Promise<Dataset> {
  const folder = join(__dirname, '../../../examples', name);
  const text = readFileSync(join(folder, `${name}.distill.json`), 'utf8');
  const experiment = experimentSchema.parse(parse(text));
  return loadDataset({ ...experiment.dataset, ...changes }, folder);
}

describe('Data of the examples', () => {
  it('digits: the counts of each class are those that are published', async () => {
    const { train, classCounts, inputShape, scaling } = await loadExample('digits', {
      test: 0,
      validation: 0,
    });
    assert.equal(train.count, 1797);
    assert.deepEqual(classCounts.train, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    assert.deepEqual(inputShape, [8, 8, 1]);
    assert.deepEqual(scaling, { type: 'unit', divisor: 16 });
    assert.deepEqual(
      Array.from(train.inputs.subarray(0, 16), (value) => value * 16),
      [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0],
    );
  });

  it('MNIST: counts, mean and deviation are those that are published', async () => {
    const { train, test, classCounts, scaling, inputShape } = await loadExample('mnist', {
      validation: 0,
      scaling: 'standardize',
    });
    assert.deepEqual([train.count, test.count], [60_000, 10_000]);
    assert.deepEqual(inputShape, [28, 28, 1]);
    assert.deepEqual(classCounts.train, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert.deepEqual(classCounts.test, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    assert.deepEqual([...train.labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert.ok(scaling.type === 'standardize');
    assert.equal(((scaling.means[0] ?? NaN) / 255).toFixed(4), '0.1307');
    assert.equal(((scaling.deviations[0] ?? NaN) / 255).toFixed(4), '0.3081');
  });
});
