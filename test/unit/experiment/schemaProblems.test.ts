import assert from 'node:assert/strict';
import { formatDiagnostics } from '../../../src/experiment';
import { diagnosticsOf, onlyOf, pointedAt, textOf } from './support';

interface Case {
  readonly title: string;
  readonly text: string;
  readonly path: string;
  /** The text pointed at. */
  readonly at: string;
  readonly says: RegExp;
  readonly mend: RegExp;
}

const student = (model: unknown) => textOf({ student: { model } });
const training = (value: unknown) => textOf({ training: value });
const distillation = (value: unknown) => textOf({ distillation: value });
const dataset = (changes: object) =>
  textOf({ dataset: { format: 'csv', train: 'a.csv', test: 0.2, ...changes } });
const idx = (changes: object) =>
  textOf({ dataset: { format: 'idx', train: { inputs: 'i', labels: 'l' }, test: 0.2, ...changes } });

const cases: readonly Case[] = [
  {
    title: 'a number out of its range',
    text: distillation({ method: 'hinton', temperature: 1000 }),
    path: 'distillation.temperature',
    at: '1000',
    says: /^distillation\.temperature is 1000; it must be a number from 0\.1 to 100\.$/,
    mend: /nearest that is allowed is 100; the default is 4/,
  },
  {
    title: 'a share that must stay below 1',
    text: training({ optimizer: { type: 'sgd', momentum: 1 } }),
    path: 'training.optimizer.momentum',
    at: '1',
    says: /is 1; it must be a number from 0 to below 1/,
    mend: /the default is 0\.9/,
  },
  {
    title: 'a fraction where a whole number is needed',
    text: training({ epochs: 2.4 }),
    path: 'training.epochs',
    at: '2.4',
    says: /is 2\.4; it must be a whole number of at least 1/,
    mend: /nearest that is allowed is 2; the default is 10/,
  },
  {
    title: 'a number in quotes',
    text: training({ epochs: '20' }),
    path: 'training.epochs',
    at: '"20"',
    says: /is "20"; it must be a whole number/,
    mend: /^Write it without quotes: 20\.$/,
  },
  {
    title: 'a text without quotes',
    text: textOf({ name: 7 }),
    path: 'name',
    at: '7',
    says: /name is 7; it must be a text/,
    mend: /^Put it in quotes: "7"\.$/,
  },
  {
    title: 'one entry that is not in a list',
    text: student({ type: 'mlp', hidden: 64 }),
    path: 'student.model.hidden',
    at: '64',
    says: /is 64; it must be a list/,
    mend: /^Put it in a list: \[64\]\.$/,
  },
  {
    title: 'an entry of a list',
    text: student({ type: 'mlp', hidden: [64, 0] }),
    path: 'student.model.hidden[1]',
    at: '0',
    says: /^student\.model\.hidden\[1\] is 0;/,
    mend: /nearest that is allowed is 1/,
  },
  {
    title: 'an empty list',
    text: textOf({ seeds: [] }),
    path: 'seeds',
    at: '[]',
    says: /seeds is an empty list; it must be a list \[…\] of at least 1 entry/,
    mend: /default is \[1\]/,
  },
  {
    title: 'null where there may be nothing',
    text: training({ clipNorm: null }),
    path: 'training.clipNorm',
    at: 'null',
    says: /is null; it must be a number above 0/,
    mend: /^Leave the field out\.$/,
  },
  {
    title: 'a misspelt choice',
    text: student({ type: 'mlp', activation: 'rellu' }),
    path: 'student.model.activation',
    at: '"rellu"',
    says: /is "rellu"; it must be "relu", "elu"/,
    mend: /^Did you mean "relu"\?$/,
  },
  {
    title: 'a misspelt field',
    text: distillation({ method: 'hinton', temprature: 8 }),
    path: 'distillation.temprature',
    at: '"temprature"',
    says: /^"temprature" is not a field of distillation with "method": "hinton"\.$/,
    mend: /^Did you mean "temperature"\?$/,
  },
  {
    title: 'a misspelt field that is needed, reported once',
    text: textOf({ student: { modle: { type: 'mlp' } } }),
    path: 'student.modle',
    at: '"modle"',
    says: /"modle" is not a field of student/,
    mend: /^Did you mean "model"\?$/,
  },
  {
    title: 'a field in the wrong section',
    text: textOf({ temperature: 8 }),
    path: 'temperature',
    at: '"temperature"',
    says: /not a field of the experiment/,
    mend: /^It belongs in distillation\.temperature\.$/,
  },
  {
    title: 'a field of another kind',
    text: distillation({ method: 'hinton', epsilon: 0.1 }),
    path: 'distillation.epsilon',
    at: '"epsilon"',
    says: /with "method": "hinton"/,
    mend: /^It goes with "method": "label-smoothing"/,
  },
  {
    title: 'a misspelt kind',
    text: student({ type: 'restnet', depth: 8 }),
    path: 'student.model.type',
    at: '"restnet"',
    says: /is "restnet"; it must be "mlp", "cnn", "resnet", "layers", "saved" or "module"/,
    mend: /^Did you mean "resnet"\?$/,
  },
  {
    title: 'a missing kind',
    text: training({ schedule: { warmupEpochs: 1 } }),
    path: 'training.schedule.type',
    at: '"schedule"',
    says: /^training\.schedule\.type is missing\.$/,
    mend: /^Add "type": "constant", "step" or "cosine"\.$/,
  },
  {
    title: 'a kind written without its object',
    text: training({ optimizer: 'adam' }),
    path: 'training.optimizer',
    at: '"adam"',
    says: /training\.optimizer is "adam"; it must be an object whose "type" is/,
    mend: /^Write \{ "type": "adam" \}\.$/,
  },
  {
    title: 'a missing field, at the name of its section',
    text: textOf({ student: {} }),
    path: 'student.model',
    at: '"student"',
    says: /^student\.model is missing\.$/,
    mend: /^Add "model": \{ "type": "mlp", … \}/,
  },
  {
    title: 'a number neither share nor count',
    text: dataset({ validation: 1.5 }),
    path: 'dataset.validation',
    at: '1.5',
    says: /is 1\.5; it must be a share below 1 or a whole number of examples/,
    mend: /default, 0\.1/,
  },
  {
    title: 'the object branch of "files or share"',
    text: idx({ test: { inputs: 'i' } }),
    path: 'dataset.test.labels',
    at: '"test"',
    says: /^dataset\.test\.labels is missing\.$/,
    mend: /^Add "labels", the path of a file/,
  },
  {
    title: 'the number branch of "files or share"',
    text: idx({ test: -1 }),
    path: 'dataset.test',
    at: '-1',
    says: /dataset\.test is -1; it must be a number of at least 0/,
    mend: /nearest that is allowed is 0/,
  },
  {
    title: 'what fits no branch of "files or share"',
    text: idx({ test: 'x' }),
    path: 'dataset.test',
    at: '"x"',
    says: /it must be an object \{ … \} or a number of at least 0/,
    mend: /"inputs": …, "labels": …/,
  },
  {
    title: 'the object branch of "word or object"',
    text: distillation({ method: 'hinton', augmentedTargets: { views: 0 } }),
    path: 'distillation.augmentedTargets.views',
    at: '0',
    says: /augmentedTargets\.views is 0; it must be a whole number of at least 1/,
    mend: /1/,
  },
  {
    title: 'the word branch of "word or object"',
    text: distillation({ method: 'hinton', augmentedTargets: 'life' }),
    path: 'distillation.augmentedTargets',
    at: '"life"',
    says: /it must be "live" or an object/,
    mend: /^Did you mean "live"\?$/,
  },
  {
    title: 'a kind inside a union',
    text: textOf({ baseline: { method: 'label' } }),
    path: 'baseline.method',
    at: '"label"',
    says: /baseline\.method is "label"; it must be "label-smoothing" or "labels"/,
    mend: /^Did you mean "labels"\?$/,
  },
  {
    title: 'true where only false or an object may stand',
    text: textOf({ baseline: true }),
    path: 'baseline',
    at: 'true',
    says: /baseline is true; it must be false or an object whose "method"/,
    mend: /default is \{"method":"labels"\}/,
  },
  {
    title: 'a rule that no range can say',
    text: student({ type: 'resnet', depth: 9 }),
    path: 'student.model.depth',
    at: '9',
    says: /is 9; it must be 6n \+ 2: 8, 14, 20/,
    mend: /default, 8/,
  },
  {
    title: 'an unknown layer',
    text: student({ type: 'layers', layers: [{ layer: 'dens', units: 'classes' }] }),
    path: 'student.model.layers[0].layer',
    at: '"dens"',
    says: /layers\[0\]\.layer is "dens"; it must be one of "dense".* more\.$/,
    mend: /^Did you mean "dense"\?$/,
  },
  {
    title: 'a number too large to hold, deep in free options',
    text: student({ type: 'module', path: 'm.js', options: { a: [1, 271] } }).replace('271', '1e999'),
    path: 'student.model.options.a[1]',
    at: '1e999',
    says: /is a number too large to hold; it must be a number/,
    mend: /./,
  },
];

describe('what the schema finds', () => {
  for (const { title, text, path, at, says, mend } of cases) {
    it(title, () => {
      const found = onlyOf(diagnosticsOf(text));
      assert.equal(found.severity, 'error');
      assert.equal(pointedAt(text, found), at);
      assert.match(found.message, says);
      assert.match(found.mend ?? '', mend);
      const written = found.path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
        .join('');
      assert.equal(written.slice(1), path);
    });
  }

  it('reports everything at once, in the order of the text, each with its line, column and value', () => {
    const text = `{
  "name": "x", // the name
  "datset": 1,
  "dataset": { "format": "csv", "train": "a", "test": 0.2, "splitSeed": -1 },
  "teacher": { "model": { "type": "mlpp", "hiden": [4], "dropout": 2 } },
  "student": {},
  "training": { "epochs": 0, "keep": "bst", "earlyStopping": { "patience": 3 } },
  "seeds": [1, 1],
}`;
    const found = diagnosticsOf(text);
    assert.deepEqual(
      found.map(({ path, position, value }) => [path.join('.'), position.line, position.column, value]),
      [
        ['datset', 3, 3, 1],
        ['dataset.splitSeed', 4, 73, -1],
        ['teacher.model.type', 5, 35, 'mlpp'],
        ['teacher.model.hiden', 5, 43, [4]],
        ['teacher.model.dropout', 5, 68, 2],
        ['student.model', 6, 3, undefined],
        ['training.epochs', 7, 27, 0],
        ['training.keep', 7, 38, 'bst'],
        ['seeds.1', 8, 16, 1],
      ],
    );
    assert.ok(found.every(({ position }) => position.file === 'a/x.distill.json'));
  });

  it('never speaks in the words of its validator', () => {
    const all = cases.flatMap(({ text }) => diagnosticsOf(text));
    for (const { message, mend } of all) {
      assert.doesNotMatch(
        `${message} ${mend}`,
        /invalid|expected|received|undefined|NaN|union|discriminat|zod|\[object/i,
      );
    }
  });

  it('reports names that mean something to JavaScript like any other', () => {
    const text = `{ "__proto__": { "x": 1 }, "constructor": 3, ${textOf().slice(1)}`;
    assert.deepEqual(
      diagnosticsOf(text).map(({ path }) => path),
      [['__proto__'], ['constructor']],
    );
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });

  it('prints file, line, column, message and mend for a terminal', () => {
    const text = distillation({ method: 'hinton', alpha: 2 });
    assert.equal(
      formatDiagnostics(diagnosticsOf(text)),
      `a/x.distill.json:26:14: error: distillation.alpha is 2; it must be a number from 0 to 1.
    The nearest that is allowed is 1; the default is 0.9.`,
    );
  });
});
