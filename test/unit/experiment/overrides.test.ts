import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors';
import { formatDiagnostics, parseOverride } from '../../../src/experiment';
import { diagnosticsOf, experimentOf, onlyOf, pointedAt, textOf } from './support';

describe('an override', () => {
  const parsed: readonly (readonly [string, (string | number)[], unknown])[] = [
    ['distillation.temperature=8', ['distillation', 'temperature'], 8],
    ['seeds=[1,2,3]', ['seeds'], [1, 2, 3]],
    ['student.model.hidden[0]=32', ['student', 'model', 'hidden', 0], 32],
    ['student.model.hidden.0=32', ['student', 'model', 'hidden', 0], 32],
    ['name=a=b', ['name'], 'a=b'],
    ['name=two words', ['name'], 'two words'],
    ['name=', ['name'], ''],
    ['baseline=false', ['baseline'], false],
    ['dataset.classNames=["a"]', ['dataset', 'classNames'], ['a']],
    ['training.clipNorm=1e-3', ['training', 'clipNorm'], 0.001],
  ];
  for (const [text, path, value] of parsed) {
    it(`is read: ${text}`, () => {
      assert.deepEqual(parseOverride(text), { path, value, text });
    });
  }

  for (const text of ['name', '=3', '.a=3', 'a..b=3', 'a[x]=3', 'a[1=3', '[0]=3', 'a.=3', '']) {
    it(`is refused: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseOverride(text),
        (error) => error instanceof UserError && error.mend !== undefined,
      );
    });
  }

  it('takes the place of what the file says, before defaults are filled in', () => {
    const { student, distillation, seeds } = experimentOf(textOf(), [
      'student.model={"type":"cnn","filters":[2]}',
      'student.model.filters[1]=4',
      'distillation.temperature=8',
      'seeds=[5,6]',
    ]);
    assert.equal(student.model.type === 'cnn' && student.model.filters[1], 4);
    assert.deepEqual(distillation, {
      method: 'hinton',
      temperature: 8,
      alpha: 0.9,
      augmentedTargets: 'live',
    });
    assert.deepEqual(seeds, [5, 6]);
  });

  it('of a text may look like a number', () => {
    assert.equal(experimentOf(textOf(), ['name=007']).name, '007');
    assert.equal(experimentOf(textOf(), ['name=8']).name, '8');
  });

  it('mends what is wrong in the file', () => {
    assert.equal(experimentOf(textOf({ seeds: [] }), ['seeds=[3]']).seeds[0], 3);
  });

  it('is named by the diagnostics of its value, which point at what it replaced', () => {
    const text = textOf({ distillation: { method: 'hinton', temperature: 4 } });
    const found = onlyOf(diagnosticsOf(text, ['distillation.temperature=1000']));
    assert.equal(
      found.message,
      'distillation.temperature is 1000; it must be a number from 0.1 to 100. (Given by --set distillation.temperature=1000.)',
    );
    assert.equal(found.override, 'distillation.temperature=1000');
    assert.equal(found.value, 1000);
    assert.equal(pointedAt(text, found), '4');
    assert.ok(formatDiagnostics([found]).startsWith('a/x.distill.json: error: distillation.temperature'));
  });

  it('is named where it makes two fields disagree', () => {
    const text = textOf({ training: { epochs: 20, schedule: { type: 'cosine', warmupEpochs: 5 } } });
    const found = onlyOf(diagnosticsOf(text, ['training.epochs=2']));
    assert.match(found.message, /warmupEpochs is 5, longer .*\(Given by --set training\.epochs=2\.\)$/);
  });

  it('is not named for what the file got wrong', () => {
    const found = onlyOf(diagnosticsOf(textOf({ seeds: [-1] }), ['training.epochs=2']));
    assert.equal(found.override, undefined);
  });

  const misplaced: readonly (readonly [string, RegExp])[] = [
    ['distillation.temprature=8', /"temprature" is not a field of distillation with "method": "hinton"/],
    ['name.x=3', /name is "digits", which has no fields/],
    ['student.model.hidden[5]=3', /hidden is a list of 1; it has no place 5/],
    ['student.model.hidden.x=3', /hidden is a list of 1; it has no place "x"/],
    ['teacher.training.optimizer.learningRate=0.1', /optimizer\.type is missing/],
    ['__proto__.polluted=1', /"__proto__" is not a field of the experiment/],
  ];
  for (const [change, says] of misplaced) {
    it(`that cannot be put in place is an error: ${change}`, () => {
      const found = onlyOf(diagnosticsOf(textOf(), [change]));
      assert.match(found.message, says);
      assert.equal(found.override, change);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  }
});
