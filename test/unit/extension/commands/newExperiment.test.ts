import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readExperiment } from '../../../../src/experiment';
import { freeFolder } from '../../../../src/extension/commands/freeFolder';
import { beginningOf } from '../../../../src/extension/commands/newExperiment/beginning';
import { labelsBeside, testBeside } from '../../../../src/extension/commands/newExperiment/companions';
import { csvColumns } from '../../../../src/extension/commands/newExperiment/csvColumns';
import {
  exampleText,
  experimentText,
  type NewDataset,
} from '../../../../src/extension/commands/newExperiment/template';
import { copyToNewFile, fileNameFor, writeNewFile } from '../../../../src/extension/commands/newFile';

const anyFile = { exists: () => true };
const example = path.resolve(__dirname, '../../../../examples/digits/digits.distill.json');

describe('A new experiment file', () => {
  const pair = { inputs: 'data/train-images', labels: 'data/train-labels' };
  const datasets: readonly NewDataset[] = [
    { format: 'csv', train: 'data/iris.csv', label: 'species' },
    { format: 'csv', train: 'data/"odd".csv', label: -1 },
    { format: 'idx', train: pair, test: { inputs: 'data/t10k-images', labels: 'data/t10k-labels' } },
    { format: 'idx', train: pair },
    { format: 'npy', train: pair },
    { format: 'npz', file: 'mnist.npz' },
  ];
  for (const dataset of datasets) {
    it(`is valid and has no warning: ${JSON.stringify(dataset)}`, () => {
      const result = readExperiment(experimentText('My "data"', dataset), '/work/x.distill.json', {
        files: anyFile,
      });
      assert.ok(result.ok, JSON.stringify(result));
      assert.deepEqual(result.warnings, []);
      assert.equal(result.experiment.name, 'My "data"');
      assert.equal(result.experiment.dataset.format, dataset.format);
    });
  }

  it('of the digits is the example, on the copied data, with its source and without our schema', () => {
    const original = readFileSync(example, 'utf8').replace(
      '{',
      '{\n  // The JSON Schema, for editors.\n  "$schema": "../../schemas/distill.schema.json",',
    );
    const text = exampleText(original, 'digits-2.csv.gz');
    assert.doesNotMatch(text, /\$schema|JSON Schema/);
    assert.match(text, /Alpaydin.*\n.*CC BY 4\.0/);
    const result = readExperiment(text, '/work/digits.distill.json', { files: anyFile });
    const before = readExperiment(original, example);
    assert.ok(result.ok && before.ok);
    const { $schema, ...rest } = before.experiment;
    assert.notEqual($schema, undefined);
    assert.deepEqual(result.experiment, { ...rest, dataset: { ...rest.dataset, train: 'digits-2.csv.gz' } });
  });
});

describe('The columns of a CSV file', () => {
  it('have the names of the header', () => {
    assert.deepEqual(csvColumns('sepal,petal,species\n5.1,1.4,setosa\n'), [
      { label: 'sepal', example: '5.1' },
      { label: 'petal', example: '1.4' },
      { label: 'species', example: 'setosa' },
    ]);
  });

  it('have numbers where there is no header', () => {
    assert.deepEqual(
      csvColumns('0,5,13,3\r\n0,12,9,1').map(({ label }) => label),
      [0, 1, 2, 3],
    );
    assert.deepEqual(
      csvColumns('5.1,1.4,setosa\n4.9,1.5,setosa\n').map(({ label }) => label),
      [0, 1, 2],
    );
    assert.deepEqual(
      csvColumns('5.1,1.4,setosa\n6.0,4.5,virginica\n').map(({ label }) => label),
      [0, 1, 2],
    );
  });

  it('are told apart by semicolons and tabs, and not within quotes', () => {
    assert.deepEqual(
      csvColumns('\ufeffa;b;"c;d"\n1;2;3').map(({ label }) => label),
      ['a', 'b', 'c;d'],
    );
    assert.deepEqual(
      csvColumns('a\tb\n1\t2').map(({ label }) => label),
      ['a', 'b'],
    );
  });
});

describe('The files beside a file', () => {
  const mnist = [
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte',
    't10k-images-idx3-ubyte',
    't10k-labels-idx1-ubyte',
  ];

  it('are found by their names', () => {
    assert.equal(labelsBeside('train-images-idx3-ubyte', mnist), 'train-labels-idx1-ubyte');
    assert.equal(testBeside('train-images-idx3-ubyte', mnist), 't10k-images-idx3-ubyte');
    assert.equal(labelsBeside('x_train.npy', ['y_train.npy']), 'y_train.npy');
    assert.equal(labelsBeside('train_x.npy', ['train_y.npy']), 'train_y.npy');
    assert.equal(testBeside('x_train.npy', ['x_test.npy']), 'x_test.npy');
  });

  it('are never the file itself or one that is not there', () => {
    assert.equal(labelsBeside('data.npy', ['data.npy']), undefined);
    assert.equal(testBeside('train.npy', ['train.npy']), undefined);
    assert.equal(labelsBeside('train-images-idx3-ubyte', []), undefined);
  });
});

describe('New files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'new-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('never take the place of others', async () => {
    writeFileSync(path.join(folder, 'a.distill.json'), 'mine');
    const files = [
      await writeNewFile(folder, 'a', '.distill.json', 'second'),
      await writeNewFile(folder, 'a', '.distill.json', 'third'),
      await copyToNewFile(folder, 'a', '.distill.json', path.join(folder, 'a.distill.json')),
    ];
    assert.deepEqual(
      files.map((file) => path.basename(file)),
      ['a-2.distill.json', 'a-3.distill.json', 'a-4.distill.json'],
    );
    assert.deepEqual(
      ['a', 'a-2', 'a-3', 'a-4'].map((name) =>
        readFileSync(path.join(folder, `${name}.distill.json`), 'utf8'),
      ),
      ['mine', 'second', 'third', 'mine'],
    );
  });

  it('that cannot be written say why', async () => {
    await assert.rejects(writeNewFile(path.join(folder, 'missing'), 'a', '.json', ''), { code: 'ENOENT' });
  });

  it('have names that every system takes', () => {
    assert.equal(fileNameFor('Iris: "T = 4" / try?'), 'iris-t-4-try');
    assert.equal(fileNameFor('../../etc'), 'etc');
    assert.equal(fileNameFor('数字'), '数字');
    assert.equal(fileNameFor('???'), 'experiment');
    assert.equal(fileNameFor('x'.repeat(1000)).length, 60);
  });

  it('go to a folder that is new or empty', async () => {
    assert.equal(await freeFolder(folder, 'out'), path.join(folder, 'out'));
    await writeNewFile(folder, 'out', '', 'a file');
    assert.equal(await freeFolder(folder, 'out'), path.join(folder, 'out-2'));
  });

  it('are looked into, packed or not, only at their beginning', async () => {
    const text = `a,b\n1,2\n${'3,4\n'.repeat(200_000)}`;
    writeFileSync(path.join(folder, 'x.csv'), text);
    writeFileSync(path.join(folder, 'x.csv.gz'), gzipSync(text));
    for (const name of ['x.csv', 'x.csv.gz']) {
      const beginning = await beginningOf(path.join(folder, name));
      assert.ok(beginning.startsWith('a,b\n1,2\n') && text.startsWith(beginning));
      assert.ok(beginning.length < 300_000);
    }
    writeFileSync(path.join(folder, 'bad.csv.gz'), 'not packed');
    await assert.rejects(beginningOf(path.join(folder, 'bad.csv.gz')));
    await assert.rejects(beginningOf(path.join(folder, 'none.csv')), { code: 'ENOENT' });
  });
});
