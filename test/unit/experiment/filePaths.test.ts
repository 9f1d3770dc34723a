import assert from 'node:assert/strict';
import path from 'node:path';
import { filesNamedIn, namesFile } from '../../../src/experiment';

const FILE = path.resolve('folder', 'x.distill.json');
const text = `{
  "name": "digits.csv",
  "dataset": { "format": "csv", "train": "data/train.csv", "test": "../test.csv" }, // "train": "no.csv"
  "teacher": { "model": { "type": "saved", "path": "models/model.json" } },
  "student": { "model": { "type": "mlp" } }
}`;

describe('the files that an experiment names', () => {
  it('are those of data and models, from its folder on, and where they are written', () => {
    const named = filesNamedIn(text, FILE);
    assert.deepEqual(
      named.map(({ file, range }) => ({
        file,
        written: text.slice(range.offset, range.offset + range.length),
      })),
      [
        { file: path.resolve('folder', 'data', 'train.csv'), written: '"data/train.csv"' },
        { file: path.resolve('test.csv'), written: '"../test.csv"' },
        { file: path.resolve('folder', 'models', 'model.json'), written: '"models/model.json"' },
      ],
    );
  });

  it('are found as far as the text can be read', () => {
    for (let end = 0; end <= text.length; end++) filesNamedIn(text.slice(0, end), FILE);
    assert.equal(filesNamedIn(text.slice(0, text.indexOf('"teacher"')), FILE).length, 2);
    assert.deepEqual(filesNamedIn('{ "dataset": { "format": "csv", "train": "" } }', FILE), []);
    assert.deepEqual(filesNamedIn('[]', FILE), []);
  });

  it('are told by their places, written yet or not', () => {
    for (const place of [
      ['dataset', 'train'],
      ['dataset', 'test'],
      ['teacher', 'model', 'path'],
    ])
      assert.equal(namesFile(text, place), true, place.join('.'));
    for (const place of [
      ['name'],
      ['dataset', 'format'],
      ['student', 'model', 'path'],
      ['none', 'train'],
      [],
    ])
      assert.equal(namesFile(text, place), false, place.join('.'));
    assert.equal(namesFile('{ "dataset": { "format": "csv" } }', ['dataset', 'train']), true);
  });
});
