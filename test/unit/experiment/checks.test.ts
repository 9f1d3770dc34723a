import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { readExperiment, type FileSystem } from '../../../src/experiment';
import { diagnosticsOf, experimentOf, onlyOf, pointedAt, soundExperiment, textOf } from './support';

interface Case {
  readonly title: string;
  readonly changes: object;
  readonly severity?: 'warning';
  readonly at: string;
  readonly says: RegExp;
}

const { dataset, teacher, student } = soundExperiment();
const layers = (...list: object[]) => ({ student: { model: { type: 'layers', layers: list } } });
const logits = { layer: 'dense', units: 'classes' };

const cases: readonly Case[] = [
  {
    title: 'a method that needs a teacher has none',
    changes: { teacher: undefined, distillation: { method: 'hinton' } },
    at: '"hinton"',
    says: /"hinton" learns from a teacher, but no teacher is given/,
  },
  {
    title: 'a teacher that nobody listens to',
    changes: { distillation: { method: 'label-smoothing' } },
    severity: 'warning',
    at: JSON.stringify(teacher, null, 2).replaceAll('\n', '\n  '),
    says: /does not look at the teacher/,
  },
  {
    title: 'a warm-up longer than the training',
    changes: { training: { epochs: 5, schedule: { type: 'cosine', warmupEpochs: 5.5 } } },
    at: '5.5',
    says: /training\.schedule\.warmupEpochs is 5\.5, longer than the whole training: training\.epochs is 5/,
  },
  {
    title: "a warm-up longer than the teacher's training",
    changes: {
      training: { schedule: { type: 'constant', warmupEpochs: 4 } },
      teacher: { ...teacher, training: { epochs: 3 } },
    },
    at: '4',
    says: /teacher\.training\.epochs is 3/,
  },
  {
    title: 'drops of the learning rate that never come',
    changes: { training: { epochs: 5, schedule: { type: 'step', everyEpochs: 5 } } },
    severity: 'warning',
    at: '5',
    says: /never drops in 5 epochs/,
  },
  {
    title: 'early stopping without a validation split',
    changes: { dataset: { ...dataset, validation: 0 }, training: { earlyStopping: {} } },
    at: '{}',
    says: /earlyStopping needs a validation split/,
  },
  {
    title: 'the best epoch without a validation split',
    changes: { dataset: { ...dataset, validation: 0 }, training: { keep: 'best' } },
    at: '"best"',
    says: /keep is "best", but dataset\.validation is 0/,
  },
  {
    title: "the teacher's best epoch without a validation split",
    changes: { dataset: { ...dataset, validation: 0 }, teacher: { ...teacher, training: { keep: 'best' } } },
    at: '"best"',
    says: /teacher\.training\.keep is "best"/,
  },
  {
    title: 'a patience that cannot run out',
    changes: { training: { epochs: 3, earlyStopping: { patience: 3 } } },
    severity: 'warning',
    at: '3',
    says: /can never stop before its 3 epochs/,
  },
  { title: 'a seed given twice', changes: { seeds: [1, 29, 1] }, at: '1', says: /seed 1 is given twice/ },
  {
    title: 'a class name given twice',
    changes: { dataset: { ...dataset, classNames: ['cat', 'dog', 'cat'] } },
    at: '"cat"',
    says: /"cat" is given twice, for classes 0 and 2/,
  },
  { title: 'no test set', changes: { dataset: { ...dataset, test: 0 } }, at: '0', says: /no test set/ },
  {
    title: 'next to nothing left to train on',
    changes: { dataset: { ...dataset, test: 0.5, validation: 0.9 } },
    severity: 'warning',
    at: '0.5',
    says: /leave only 5\.0 % of the data/,
  },
  {
    title: 'a test set that is the training data',
    changes: { dataset: { ...dataset, test: 'digits.csv' } },
    severity: 'warning',
    at: '"digits.csv"',
    says: /is the training data itself/,
  },
  {
    title: 'a label that is ignored',
    changes: { dataset: { ...dataset, label: 'digit', ignore: ['id', 'digit'] } },
    at: '"digit"',
    says: /"digit" is the label, and is ignored/,
  },
  {
    title: 'augmented targets without augmentation',
    changes: { distillation: { method: 'hinton', augmentedTargets: 'live' } },
    severity: 'warning',
    at: '"live"',
    says: /says nothing without training\.augmentation/,
  },
  {
    title: 'soft targets that do not count',
    changes: { distillation: { method: 'hinton', alpha: 0 } },
    severity: 'warning',
    at: '0',
    says: /teacher has no say/,
  },
  {
    title: 'a baseline that is the student again',
    changes: { teacher: undefined, distillation: { method: 'labels' }, baseline: { method: 'labels' } },
    severity: 'warning',
    at: '{\n    "method": "labels"\n  }',
    says: /they will be the same/,
  },
  {
    title: 'a softmax as activation at the end',
    changes: layers({ ...logits, activation: 'softmax' }),
    at: '"softmax"',
    says: /layers\[0\] ends the network in a softmax/,
  },
  {
    title: 'a softmax layer at the end',
    changes: layers(logits, { layer: 'activation', activation: 'softmax' }),
    at: '"softmax"',
    says: /layers\[1\] ends the network in a softmax/,
  },
  {
    title: 'a last layer without units',
    changes: layers({ layer: 'dense' }),
    at: '{',
    says: /layers\[0\]\.units is missing; the last layer must have one unit a class/,
  },
  {
    title: 'a last layer of one unit',
    changes: layers({ layer: 'dense', units: 1 }),
    at: '1',
    says: /units is 1; the last layer must have one unit a class/,
  },
  {
    title: 'a dropout of everything',
    changes: layers({ layer: 'dropout', rate: 1 }, logits),
    at: '1',
    says: /rate is 1; it must be a number from 0 to below 1/,
  },
  {
    title: 'a layer without an argument that it needs',
    changes: layers({ layer: 'conv2d', filters: 8 }, logits),
    at: '{\n          "layer": "conv2d",\n          "filters": 8\n        }',
    says: /"conv2d" without "kernelSize"/,
  },
  {
    title: 'units that are no number',
    changes: layers({ layer: 'dense', units: 'many' }, logits),
    at: '"many"',
    says: /units is "many"; it must be a whole number/,
  },
];

describe('checks across fields', () => {
  it('find nothing in a sound experiment', () => {
    assert.deepEqual(diagnosticsOf(textOf()), []);
    assert.deepEqual(diagnosticsOf(textOf(layers({ layer: 'dropout', rate: 0 }, logits))), []);
  });

  for (const { title, changes, severity = 'error', at, says } of cases) {
    it(`find ${title}`, () => {
      const text = textOf(changes);
      const found = onlyOf(diagnosticsOf(text));
      assert.match(found.message, says);
      assert.equal(found.severity, severity);
      assert.equal(pointedAt(text, found), at);
      assert.ok(found.mend);
    });
  }

  it('let an experiment with warnings through', () => {
    const text = textOf({ distillation: { method: 'hinton', alpha: 0 } });
    const result = readExperiment(text, 'x', { files: { exists: () => true } });
    assert.ok(result.ok);
    assert.equal(result.warnings.length, 1);
  });

  it('keep the last epoch by default where there is no validation split', () => {
    assert.equal(experimentOf(textOf()).training.keep, 'best');
    assert.equal(experimentOf(textOf({ dataset: { ...dataset, validation: 0 } })).training.keep, 'last');
  });

  it('still work beside what the schema finds, but not on it', () => {
    const found = diagnosticsOf(
      textOf({
        name: undefined,
        teacher: undefined,
        training: { epochs: -1, schedule: { type: 'constant', warmupEpochs: 99 } },
        seeds: [4, 4],
      }),
    );
    assert.deepEqual(
      found.map(({ message }) => message.replace(/[;,:].*/, '')),
      [
        'name is missing.',
        'The method "hinton" learns from a teacher',
        'training.epochs is -1',
        'The seed 4 is given twice',
      ],
    );
  });
});

describe('paths', () => {
  const folder = resolve('a');
  const present = new Set([resolve(folder, 'digits.csv'), resolve(folder, 'saved/model.json')]);
  const files: FileSystem = {
    exists: (path) => present.has(path),
    list: (path) => (path === resolve(folder, 'saved') ? ['model.json'] : []),
  };

  it("start from the experiment file's folder", () => {
    assert.deepEqual(diagnosticsOf(textOf(), [], files), []);
  });

  it('are all checked, with a suggestion from the folder', () => {
    const text = textOf({
      dataset: { ...dataset, train: 'other.csv' },
      teacher: { model: { type: 'saved', path: 'saved/modle.json' } },
      student: { model: { type: 'module', path: './build.js' } },
    });
    const found = diagnosticsOf(text, [], files);
    assert.deepEqual(
      found.map((diagnostic) => [pointedAt(text, diagnostic), diagnostic.mend]),
      [
        ['"other.csv"', "Correct the path; it starts from the experiment file's folder."],
        ['"saved/modle.json"', 'Did you mean "saved/model.json"?'],
        ['"./build.js"', "Correct the path; it starts from the experiment file's folder."],
      ],
    );
    assert.ok(found[0]?.message.includes(resolve(folder, 'other.csv')));
  });

  it('are looked for on the disk unless told otherwise', () => {
    const text = textOf({ dataset: { ...dataset, train: 'checks.test.ts' }, student });
    assert.ok(readExperiment(text, resolve(__dirname, 'x.distill.json')).ok);
    assert.equal(readExperiment(text, resolve(__dirname, '..', 'x.distill.json')).ok, false);
  });
});
