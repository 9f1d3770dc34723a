import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readExperiment, type Experiment } from '../../../../src/experiment';
import { lensesOf } from '../../../../src/extension/language/lenses';
import { pathPlaceAt } from '../../../../src/extension/language/pathPlace';
import { TeacherFacts } from '../../../../src/extension/language/teacherFacts';
import type { RunEntry } from '../../../../src/extension/records';
import { RunFolder } from '../../../../src/runs';

const text = `// Mine
{
  "name": "digits",
  "dataset": { "format": "csv", "train": "data/dig", "test": 0.2 },
  "teacher": { "model": { "type": "mlp" }, "seed": 0 },
  "student": { "model": { "type": "mlp", "hidden": [8] } },
  "distillation": { "method": "hinton", "temperature": 8 },
  "seeds": [1, 2]
}`;

const kindsAt = (lenses: ReturnType<typeof lensesOf>, offset: number) =>
  lenses.filter((lens) => lens.offset === offset).map(({ kind }) => kind);

describe('the lenses of an experiment', () => {
  it('stand above the file, the teacher, the temperature and the seeds', () => {
    const lenses = lensesOf(text, { teacher: 0.988, planned: { students: 2, baselines: 2 } });
    assert.deepEqual(kindsAt(lenses, text.indexOf('{')), ['run', 'train-teacher', 'run-baseline', 'preview']);
    assert.deepEqual(
      lenses.filter(({ offset }) => offset > text.indexOf('{')),
      [
        { kind: 'teacher', accuracy: 0.988, offset: text.indexOf('"teacher"') },
        { kind: 'preview', temperature: 8, offset: text.indexOf('"temperature"') },
        { kind: 'planned', students: 2, baselines: 2, offset: text.indexOf('"seeds"') },
      ],
    );
  });

  it('tell of the run that is under way, waits, or was the last', () => {
    const last = { status: 'done', accuracy: 0.97 } as const;
    const start = text.indexOf('{');
    assert.deepEqual(kindsAt(lensesOf(text, { live: 'student', last }), start), [
      'live',
      'stop',
      'run',
      'train-teacher',
      'run-baseline',
      'preview',
      'last',
    ]);
    assert.equal(kindsAt(lensesOf(text, { waiting: 'queued' }), start)[0], 'cancel');
    assert.equal(kindsAt(lensesOf(text, { waiting: 'starting' }), start)[0], 'starting');
  });

  it('offer nothing that runs where the workspace is not trusted', () => {
    const facts = { trust: 'missing', live: 'student', waiting: 'queued', last: { status: 'done' } } as const;
    const lenses = kindsAt(lensesOf(text, facts), text.indexOf('{'));
    assert.deepEqual(lenses, ['live', 'restricted', 'preview', 'last']);
  });

  it('survive broken text, wherever it is cut off', () => {
    for (let end = 0; end <= text.length; end++) lensesOf(text.slice(0, end), {});
    const lenses = lensesOf(text.replace('"test": 0.2 }', '"test": }').slice(0, -1), {});
    assert.ok(lenses.some((lens) => lens.kind === 'preview' && lens.temperature === 8));
    assert.deepEqual(kindsAt(lensesOf('[['.repeat(100_000), {}), 0).slice(0, 1), ['run']);
  });

  it('preview no temperature that is none', () => {
    for (const value of ['"hot"', '-1', '0', 'null']) {
      const lenses = lensesOf(
        text.replace('8 },', `${value} },`).replace('"temperature": 8', `"temperature": ${value}`),
        {},
      );
      assert.ok(lenses.every((lens) => lens.kind !== 'preview' || lens.temperature === undefined));
    }
  });
});

describe('the path that is being written', () => {
  it('is known by its folder and by the kind of file that is wanted', () => {
    const offset = text.indexOf('data/dig') + 'data/di'.length;
    assert.deepEqual(pathPlaceAt(text, offset), {
      folder: 'data/',
      nameOffset: text.indexOf('dig"', text.indexOf('data/')),
      endings: ['.csv', '.tsv', '.csv.gz', '.tsv.gz'],
    });
  });

  it('is known in a file that is not finished', () => {
    const unfinished = text.slice(0, text.indexOf('data/dig') + 5);
    assert.equal(pathPlaceAt(unfinished, unfinished.length)?.folder, 'data/');
  });

  it('is none in a name, a key, or a number', () => {
    for (const other of ['digits"', 'train"', '0.2']) {
      assert.equal(pathPlaceAt(text, text.indexOf(other) + 1), undefined);
    }
  });
});

describe('a teacher that was trained before', () => {
  let folder: string;
  const read = (changed: string): Experiment => {
    const result = readExperiment(changed, path.join(folder, 'x.distill.json'), {
      files: { exists: () => true },
    });
    assert.ok(result.ok);
    return result.experiment;
  };
  const run = (id: string, changed: string, teacherAccuracy?: number): RunEntry => {
    const record = new RunFolder(path.join(folder, id));
    mkdirSync(record.path);
    writeFileSync(record.experiment, JSON.stringify({ experiment: read(changed) }));
    const results = teacherAccuracy === undefined ? {} : { teacherAccuracy };
    return { folder: record, summary: { results } } as unknown as RunEntry;
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-teacher-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is found while only the student changes', async () => {
    const runs = [run('a', text, 0.988)];
    const facts = new TeacherFacts();
    assert.equal(await facts.of(read(text), runs), 0.988);
    assert.equal(await facts.of(read(text.replace('[8]', '[16]').replace('8 },', '2 },')), runs), 0.988);
  });

  it('is another when its seed, its data or its training changes', async () => {
    const runs = [run('a', text, 0.988)];
    const facts = new TeacherFacts();
    for (const changed of [
      text.replace('"seed": 0', '"seed": 1'),
      text.replace('0.2', '0.3'),
      text.replace('"seeds"', '"training": { "epochs": 11 }, "seeds"'),
    ]) {
      assert.equal(await facts.of(read(changed), runs), 'not-trained');
    }
  });

  it('is none of a run that did not come so far, or whose record is damaged', async () => {
    const damaged = run('b', text, 0.5);
    writeFileSync(damaged.folder.experiment, '{');
    assert.equal(await new TeacherFacts().of(read(text), [run('a', text), damaged]), 'not-trained');
  });

  it('is not spoken of where there is no teacher', async () => {
    const without = text.replace(/ {2}"teacher".*\n/, '').replace('"hinton", "temperature": 8', '"labels"');
    assert.equal(await new TeacherFacts().of(read(without), []), undefined);
  });
});
