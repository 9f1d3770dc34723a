import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkAgainstData, readExperiment, type Diagnostic } from '../../../src/experiment';
import { everythingExists, textOf } from './support';

const original = `// An experiment
${textOf({
  dataset: {
    format: 'idx',
    train: { inputs: 'i', labels: 'l' },
    test: { inputs: 'i', labels: 'l' },
    validation: 0.1,
  },
  teacher: { model: { type: 'cnn', filters: [8, 16] }, training: { epochs: 5, optimizer: { type: 'sgd' } } },
  student: {
    model: { type: 'layers', layers: [{ layer: 'flatten' }, { layer: 'dense', units: 'classes' }] },
  },
  distillation: { method: 'hinton', temperature: 4, augmentedTargets: { views: 2 } },
  training: { schedule: { type: 'cosine', warmupEpochs: 1 }, earlyStopping: { patience: 2 } },
  baseline: { method: 'label-smoothing', epsilon: 0.2 },
  seeds: [1, 2, 3],
})} /* end */`;

const snippets = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '/*',
    '*/',
    '//',
    '\n',
    '\r\n',
    '\u2028',
    '\uFEFF',
    "'",
    '-',
    '1e999',
  ],
  ...[
    'null',
    'true',
    '0',
    '-1',
    '0.5',
    '{}',
    '[]',
    '""',
    '"type"',
    '"mlp"',
    '"method":"labels",',
    '"__proto__":{},',
  ],
];
const snippet = fc.oneof(fc.constantFrom(...snippets), fc.string({ unit: 'binary', maxLength: 4 }));

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(original.length),
  removed: fc.oneof(fc.nat(3), fc.nat(60)),
  inserted: fc.oneof(snippet, fc.constant('')),
});

function apply(text: string, { at, removed, inserted }: Edit): string {
  return text.slice(0, at) + inserted + text.slice(at + removed);
}

function checkPlaces(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  for (const { range, position, message, mend } of diagnostics) {
    assert.ok(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= text.length);
    assert.ok(message.length > 0 && message.length < 2000 && mend !== undefined);
    const line = lines[(position.line ?? 0) - 1];
    assert.ok(line !== undefined && (position.column ?? 0) >= 1 && (position.column ?? 0) <= line.length + 1);
  }
}

function readAnything(text: string): void {
  const result = readExperiment(text, 'x.distill.json', { files: everythingExists });
  if (!result.ok) {
    assert.ok(result.diagnostics.some(({ severity }) => severity === 'error'));
    checkPlaces(result.diagnostics, text);
    return;
  }
  checkPlaces(result.warnings, text);
  const data = { trainCount: 10, validationCount: 0, testCount: 0, inputShape: [4], classes: 2 };
  checkPlaces(checkAgainstData(result.experiment, text, 'x.distill.json', data), text);
}

describe('any text', function () {
  this.timeout(60_000);

  it('begins as a sound experiment', () => {
    assert.ok(readExperiment(original, 'x', { files: everythingExists }).ok);
  });

  it('near an experiment is read or refused with diagnostics that lie inside it', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        readAnything(edits.reduce(apply, original));
      }),
      { numRuns: 1000 },
    );
  });

  it('that is any JSON in place of any value is read or refused', () => {
    const places = [...original.matchAll(/(?<=: )(?:"[^"]*"|[\d.]+)/g)];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        readAnything(
          apply(original, { at: place.index, removed: place[0].length, inserted: JSON.stringify(value) }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('at all is read or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(snippet).map((all) => all.join('')),
        ),
        readAnything,
      ),
      { numRuns: 500 },
    );
  });

  it('of great size is dealt with as quickly', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `"unknown${index}": ${index}`).join(',');
    readAnything(`{${many}}`);
    readAnything(`{"seeds": [${'-1,'.repeat(5000)}]}`);
    readAnything(`{"${'x'.repeat(200_000)}": "${'y'.repeat(200_000)}"}`);
    readAnything(`{"seeds": [${Array.from({ length: 5000 }, (_, index) => index).join(',')}, 7]}`);
  });
});
