import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseOverride, readExperiment } from '../../../../src/experiment';
import { checkOverride, withOverride } from '../../../../src/extension/commands/overrides/check';
import { overridableFields } from '../../../../src/extension/commands/overrides/fields';

const file = path.resolve(__dirname, '../../../../examples/digits/digits.distill.json');
const text = readFileSync(file, 'utf8');

describe('The fields that a run can be given other values for', () => {
  const read = readExperiment(text, file);
  assert.ok(read.ok);
  const fields = overridableFields(read.experiment);
  const field = (name: string) => fields.find((candidate) => candidate.path === name);

  it('have their values and what they mean', () => {
    assert.equal(field('distillation.temperature')?.value, '4');
    assert.match(field('distillation.temperature')?.description ?? '', /softmax/);
    assert.equal(field('student.model.hidden')?.value, '[12]');
    assert.equal(field('training.optimizer.learningRate')?.value, '0.002');
    assert.equal(field('dataset.test')?.value, '360');
    assert.equal(field('seeds')?.value, '[1,2,3]');
  });

  it('include those that the file leaves out', () => {
    assert.equal(field('training.clipNorm')?.value, undefined);
    assert.match(field('training.clipNorm')?.description ?? '', /norm/);
    assert.equal(field('training.keep')?.value, '"best"');
    assert.ok(field('dataset.limit'));
  });

  it('are those of the kinds that the experiment has', () => {
    assert.equal(field('student.model.filters'), undefined);
    assert.equal(field('dataset.file'), undefined);
    assert.equal(field('distillation.epsilon'), undefined);
    assert.equal(field('name'), undefined);
    assert.equal(field('$schema'), undefined);
  });

  it('can each be set to what they are', () => {
    const known = fields.filter(({ value }) => value !== undefined);
    assert.ok(known.length > 30);
    for (const { path: name, value } of known) {
      const overrides = [parseOverride(`${name}=${value ?? ''}`)];
      const again = readExperiment(text, file, { overrides });
      assert.ok(again.ok, name);
      assert.deepEqual(again.experiment, read.experiment, name);
    }
  });

  it('are found in what is no experiment, too', () => {
    for (const nothing of [undefined, null, 3, [], {}, { distillation: 4 }]) {
      assert.ok(Array.isArray(overridableFields(nothing)));
    }
  });
});

describe('An override', () => {
  it('is taken when the experiment stays valid', () => {
    assert.deepEqual(checkOverride(text, file, [], 'distillation.temperature=8'), { ok: true });
    assert.deepEqual(checkOverride(text, file, ['seeds=[1]'], 'training.epochs=3'), { ok: true });
  });

  it('is refused with the reason', () => {
    const refused = (added: string): string => {
      const check = checkOverride(text, file, [], added);
      assert.ok(!check.ok, added);
      return check.message;
    };
    assert.match(refused('distillation.temperature=-1'), /temperature.*0\.1/);
    assert.match(refused('distillation.temprature=4'), /temprature/);
    assert.match(refused('=4'), /not the path of a field/);
    assert.match(refused('distillation.temperature'), /no "="/);
  });

  it('is not blamed for what was wrong before', () => {
    const broken = text.replace('"alpha": 0.9', '"alpha": 9');
    assert.equal(checkOverride(broken, file, [], 'distillation.temperature=8').ok, true);
    assert.equal(checkOverride(broken, file, [], 'distillation.temperature=800').ok, false);
  });

  it('takes the place of an earlier one of the same field', () => {
    assert.deepEqual(withOverride(['a.b=1', 'c=2'], ' a.b=3 '), ['c=2', 'a.b=3']);
    assert.deepEqual(withOverride(['a.b=1'], 'a.bc=3'), ['a.b=1', 'a.bc=3']);
  });
});
