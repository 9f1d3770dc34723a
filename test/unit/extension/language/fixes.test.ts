import assert from 'node:assert/strict';
import { applyEdits } from 'jsonc-parser';
import { readExperiment, type Diagnostic } from '../../../../src/experiment';
import { editsFor, fixAll } from '../../../../src/extension/language/fixes';
import { enoughSeedsAt } from '../../../../src/extension/language/seeds';

const FILE = '/folder/x.distill.json';
const options = {
  files: { exists: (file: string) => !file.endsWith('missing.csv'), list: () => ['digits.csv'] },
};

const sound = `{
  "name": "digits",
  "dataset": { "format": "csv", "train": "digits.csv", "test": 0.2 },
  "teacher": { "model": { "type": "mlp" } },
  // The small one.
  "student": { "model": { "type": "mlp" } },
  "distillation": { "method": "hinton", "temperature": 4 },
  "seeds": [1, 2, 3]
}
`;

function problemsOf(text: string): Diagnostic[] {
  const result = readExperiment(text, FILE, options);
  return result.ok ? result.warnings : result.diagnostics;
}

/** The text after the only problem's fix. */
function mended(text: string): string {
  const [problem, ...others] = problemsOf(text);
  assert.deepEqual(others, []);
  assert.ok(problem);
  return applyEdits(text, [...editsFor(text, problem)]);
}

describe('a fix', () => {
  it('keeps line ends and indents as the file has them', () => {
    const windows = sound
      .replace(/\n {2}"student": .*\n/, '\n')
      .replaceAll('\n  ', '\n\t')
      .replaceAll('\n', '\r\n');
    const problem = problemsOf(windows).find(({ fix }) => fix?.kind === 'add');
    assert.ok(problem);
    const result = applyEdits(windows, [...editsFor(windows, problem)]);
    assert.match(result, /\r\n\t"student": /);
    assert.doesNotMatch(result, /[^\r]\n|\n {2}/);
    const wrong = sound.replace('"temperature": 4', '"temprature": 4').replaceAll('\n', '\r\n');
    assert.equal(mended(wrong), sound.replaceAll('\n', '\r\n'));
  });

  it('is not needed by a sound experiment', () => {
    assert.deepEqual(problemsOf(sound), []);
  });

  for (const [name, wrong, right] of [
    ['corrects the name of a field', '"temprature": 4', '"temperature": 4'],
    ['corrects a word', '"method": "hintn"', '"method": "hinton"'],
    ['clamps a number to its range', '"temperature": 400', '"temperature": 100'],
    ['takes a number out of quotes', '"temperature": "4"', '"temperature": 4'],
    ['makes a list of a value', '"seeds": 5', '"seeds": [5]'],
    ['names the file that was meant', '"train": "digts.csv"', '"train": "digits.csv"'],
  ] as const) {
    it(name, () => {
      const field = /"[a-z]+":/.exec(right)?.[0] ?? '';
      const pattern = new RegExp(`${field} (\\[[^\\]]*\\]|[^,}\\n]+?)(?= \\}|,|\\n)`);
      const broken = sound.replace(pattern, wrong);
      assert.notEqual(broken, sound);
      const withRight = sound.replace(pattern, right);
      // "digts.csv" is only told apart from the missing file by the listing of its folder.
      const exists = options.files.exists;
      options.files.exists = (file) => !file.endsWith('digts.csv') && exists(file);
      assert.equal(mended(broken), withRight);
      options.files.exists = exists;
    });
  }

  it('adds a section that is missing, for which other mends remain', () => {
    const text = sound.replace(/ {2}"teacher".*\n/, '');
    const after = mended(text);
    assert.deepEqual(problemsOf(after), []);
    assert.match(after, /"teacher": \{\n {4}"model"/);
    assert.match(after, /\/\/ The small one\./);
  });

  it('removes a field with its line and comma, but no comment', () => {
    const unknown = sound.replace('  // The small one.', '  "zzzzzzzz": { "a": 1 },\n  // The small one.');
    assert.equal(mended(unknown), sound);
    const last = sound.replace('[1, 2, 3]\n', '[1, 2, 3], // enough\n  "zzzzzzzz": 1\n');
    assert.equal(mended(last), sound.replace('[1, 2, 3]\n', '[1, 2, 3] // enough\n'));
    const alone = sound.replace('"temperature": 4 }', '"temperature": 4, "zzzzzzzz": 1 }');
    assert.equal(mended(alone), sound);
    const first = sound.replace('{ "method"', '{ "zzzzzzzz": 1, "method"');
    assert.equal(mended(first), sound);
  });

  it('removes the entry of a list that is given twice', () => {
    assert.equal(mended(sound.replace('[1, 2, 3]', '[1, 2, 2, 3]')), sound.replace('[1, 2, 3]', '[1, 2, 3]'));
    assert.equal(mended(sound.replace('[1, 2, 3]', '[1, 1]')), sound.replace('[1, 2, 3]', '[1]'));
  });

  it('removes the second of two fields, and says where the first is', () => {
    const twice = sound.replace('"seeds": [1, 2, 3]', '"seeds": [1, 2, 3],\n  "seeds": [4]');
    const [problem] = problemsOf(twice);
    assert.equal(problem?.related?.offset, twice.indexOf('"seeds"'));
    assert.equal(mended(twice), sound);
  });

  it('creates a file that nothing is like', () => {
    const [problem] = problemsOf(sound.replace('digits.csv', 'quite/missing.csv'));
    assert.deepEqual(problem?.fix, { kind: 'create-file', file: '/folder/quite/missing.csv' });
  });
});

describe('mending all that is clear', () => {
  it('corrects words and ranges, and neither adds nor removes', () => {
    const broken = sound
      .replace('"temperature": 4', '"temprature": 400')
      .replace('"hinton"', '"hintn"')
      .replace('"seeds"', '"zzzzzzzz": 1,\n  "seeds"');
    const fixed = fixAll(broken, FILE, options);
    assert.match(fixed, /"method": "hinton", "temperature": 100/);
    assert.match(fixed, /zzzzzzzz/);
    assert.equal(problemsOf(fixed).length, 1);
  });

  it('gives no two fields the same name', () => {
    const fixed = fixAll(
      sound.replace('"temperature": 4', '"temprature": 4, "tempereture": 5'),
      FILE,
      options,
    );
    assert.match(fixed, /"temperature": 4, "tempereture": 5/);
  });

  it('reads a file with very many mistakes only a few times', () => {
    let asked = 0;
    const counting = { files: { exists: () => (asked += 1) > 0 } };
    const fixed = fixAll(sound.replace('[1, 2, 3]', `[${'"1", '.repeat(50)}2]`), FILE, counting);
    assert.ok(!fixed.includes('"1"'));
    assert.ok(asked <= 10, `${asked}`);
  });
});

describe('three seeds', () => {
  it('keep those that are there', () => {
    const text = '{ "seeds": [2] }';
    const edit = enoughSeedsAt(text, text.indexOf('seeds'));
    assert.ok(edit);
    assert.equal(applyEdits(text, [edit]), '{ "seeds": [2, 1, 3] }');
  });

  it('are offered neither where there are enough nor elsewhere', () => {
    assert.equal(enoughSeedsAt(sound, sound.indexOf('seeds')), undefined);
    assert.equal(enoughSeedsAt('{ "name": "", "seeds": [1] }', 4), undefined);
  });
});
