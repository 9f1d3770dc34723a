import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRun, readSafetensors, type RunFolder } from '../../../src/runs';
import type { Report } from '../../../src/protocol/report';
import { assertSameResults } from './sameResults';
import { damage, runTrainer, smallExperiment, TrainerFolder } from './trainerProcess';

async function latest(folder: TrainerFolder): Promise<RunFolder> {
  const run = (await folder.runs()).at(-1);
  assert.ok(run);
  return run;
}

function statusOf(run: RunFolder, stage: string): string | undefined {
  return readRun(run).stages.find((known) => known.stage === stage)?.status;
}

describe('a run', () => {
  let folder: TrainerFolder;
  let first: RunFolder;
  let report: Report;

  before(async () => {
    folder = new TrainerFolder();
    folder.write(smallExperiment({ seeds: [1, 2, 3] }));
    const { exitCode, errors } = await runTrainer(['run', folder.experimentFile, '--json'], folder.path);
    assert.equal(exitCode, 0, errors);
    first = await latest(folder);
    report = JSON.parse(readFileSync(first.reportJson, 'utf8')) as Report;
  });

  after(() => {
    folder.remove();
  });

  it('goes through all stages, and leaves a record of each', () => {
    const record = readRun(first);
    assert.equal(record.status, 'done');
    assert.deepEqual(
      record.stages.map(({ stage, status }) => [stage, status]),
      [
        ['data', 'done'],
        ['teacher', 'done'],
        ['soft-targets', 'done'],
        ...[1, 2, 3].flatMap((seed) => [
          [`student-${seed}`, 'done'],
          [`baseline-${seed}`, 'done'],
        ]),
        ['report', 'done'],
      ],
    );
    const student = record.stages.find(({ stage }) => stage === 'student-1');
    assert.ok(student);
    assert.equal(student.series.length, 6 * Math.ceil(320 / 16));
    assert.equal(student.epochs.length, 6);
    assert.equal(student.softTargets.length, 7, 'before the first step and after every epoch');
    assert.equal(record.probes?.examples.length, 20);
    assert.equal(existsSync(first.checkpoints), false, 'checkpoints are of no use once a run is done');
  });

  it('reports the errors that the kept logits have', () => {
    const [student] = report.students;
    assert.ok(student);
    const { arrays } = readSafetensors(first.logits('student-1'));
    const [logits, labels] = [arrays[0]?.values, arrays[1]?.values];
    assert.ok(logits && labels);
    const errors = Array.from(labels).filter((label, example) => {
      const row = Array.from(logits.subarray(example * 10, (example + 1) * 10));
      return row.indexOf(Math.max(...row)) !== label;
    }).length;
    assert.equal(student.test.examples, 100);
    assert.equal(student.test.errors, errors);
    assert.equal(report.students.length, 3);
    assert.equal(report.comparison?.seeds.length, 3);
  });

  it('gives student and baseline the same beginning', () => {
    const { stages } = readRun(first);
    const before = (stage: string): unknown =>
      stages.find((known) => known.stage === stage)?.softTargets[0]?.logits;
    assert.deepEqual(before('student-2'), before('baseline-2'));
    assert.notDeepEqual(before('student-2'), before('student-3'));
  });

  it('finds teacher and soft targets in the cache the second time, and gets the same', async () => {
    const { exitCode, output } = await runTrainer(['run', folder.experimentFile], folder.path);
    assert.equal(exitCode, 0);
    assert.match(output, /teacher +Reused from the cache/);
    assert.match(output, /soft targets +Reused 320 soft targets from the cache/);
    const second = await latest(folder);
    assert.equal(statusOf(second, 'teacher'), 'reused');
    assert.equal(statusOf(second, 'soft-targets'), 'reused');
    const { students } = JSON.parse(readFileSync(second.reportJson, 'utf8')) as Report;
    assert.deepEqual(
      students.map(({ test }) => test),
      report.students.map(({ test }) => test),
    );
  });

  it('trains the teacher anew with --no-cache, to the same weights', async () => {
    await runTrainer(['run', folder.experimentFile, '--no-cache', '--json'], folder.path);
    const anew = await latest(folder);
    assert.equal(statusOf(anew, 'teacher'), 'done');
    assertSameResults(anew, first);
  });

  it('trains the teacher anew when a setting of its training changed', async () => {
    await runTrainer(
      ['teacher', folder.experimentFile, '--json', '--set', 'training.weightDecay=0.001'],
      folder.path,
    );
    assert.equal(statusOf(await latest(folder), 'teacher'), 'done');
  });

  it('trains the teacher anew when one byte of the data changed', async () => {
    const file = path.join(folder.path, 'digits.csv');
    const bytes = readFileSync(file);
    folder.changeData();
    await runTrainer(['teacher', folder.experimentFile, '--json'], folder.path);
    assert.equal(statusOf(await latest(folder), 'teacher'), 'done');
    writeFileSync(file, bytes);
  });

  it('notices a damaged cache, says so and makes it again', async () => {
    const cache = path.join(folder.path, '.distillery', 'cache');
    for (const entry of readdirSync(path.join(cache, 'teachers')))
      damage(path.join(cache, 'teachers', entry, 'weights.bin'));
    for (const entry of readdirSync(path.join(cache, 'soft-targets')))
      damage(path.join(cache, 'soft-targets', entry));
    await runTrainer(['run', folder.experimentFile, '--seeds', '1', '--json'], folder.path);
    const again = await latest(folder);
    const record = readRun(again);
    assert.equal(statusOf(again, 'teacher'), 'done');
    assert.equal(statusOf(again, 'soft-targets'), 'done');
    assert.equal(record.warnings.filter(({ code }) => code === 'cache').length, 2);
  });
});

describe('a cache that cannot be opened', () => {
  it('is a warning, and the run trains all by itself', async () => {
    const folder = new TrainerFolder();
    try {
      folder.write(smallExperiment({ seeds: [1] }));
      mkdirSync(path.join(folder.path, '.distillery'));
      writeFileSync(path.join(folder.path, '.distillery', 'cache'), 'a file');
      const { exitCode } = await runTrainer(['run', folder.experimentFile, '--json'], folder.path);
      const record = readRun(await latest(folder));
      assert.equal(exitCode, 0);
      assert.equal(record.status, 'done');
      const [warning] = record.warnings.filter(({ code }) => code === 'cache');
      assert.match(warning?.message ?? '', /cache is a file where a folder is expected/);
      assert.match(warning?.mend ?? '', /Move it away/);
    } finally {
      folder.remove();
    }
  });
});

describe('an experiment that cannot be run', () => {
  let folder: TrainerFolder;

  beforeEach(() => {
    folder = new TrainerFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  it('is refused with everything that is wrong, before a record is made', async () => {
    const file = smallExperiment();
    folder.write({ ...file, training: { ...file.training, epochs: 0 }, seeds: [1, 1] });
    const { exitCode, errors } = await runTrainer(['run', folder.experimentFile], folder.path);
    assert.equal(exitCode, 2);
    assert.match(errors, /small\.distill\.json:\d+:\d+: error: .*epochs/);
    assert.match(errors, /The seed 1 is given twice/);
    assert.deepEqual(await folder.runs(), []);
  });

  it('is refused when the data contradicts it, before anything is trained', async () => {
    const { dataset } = smallExperiment();
    folder.write(smallExperiment({ dataset: { ...dataset, inputShape: [8, 7, 1] } as typeof dataset }));
    const { exitCode, errors } = await runTrainer(['run', folder.experimentFile], folder.path);
    assert.equal(exitCode, 2);
    assert.match(errors, /inputShape/);
    assert.equal(statusOf(await latest(folder), 'teacher'), 'waiting');
  });

  it('says where a diverging loss ended a stage', async () => {
    folder.write(
      smallExperiment({
        distillation: { method: 'labels' },
        training: { epochs: 3, batchSize: 16, optimizer: { type: 'sgd', learningRate: 1e30 } },
        student: { model: { type: 'mlp', hidden: [8] } },
      }),
    );
    const { exitCode, output } = await runTrainer(['run', folder.experimentFile], folder.path);
    assert.equal(exitCode, 1);
    assert.match(output, /diverged/);
    const run = await latest(folder);
    assert.equal(statusOf(run, 'student-1'), 'diverged');
    assert.ok(readRun(run).warnings.some(({ code }) => code === 'diverged'));
  });
});
