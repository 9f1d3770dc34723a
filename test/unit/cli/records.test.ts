import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { displayWidth } from '../../../src/common/text';
import { referenceTo, resolveRun } from '../../../src/trainer/cli/records';
import { call, temporaryFolder } from './support/commandLine';
import { ids, writeRecord, writeRecords } from './support/records';
import { started } from './support/events';

const folder = temporaryFolder();

describe('finding a run', () => {
  it('takes an id, the beginning of one, "latest", and the path of its folder', async () => {
    const { crashed, stopped, done } = writeRecords(folder());
    assert.equal((await resolveRun(ids.crashed, folder())).path, crashed.path);
    assert.equal((await resolveRun('20261123', folder())).path, stopped.path);
    assert.equal((await resolveRun('latest', folder())).path, done.path);
    assert.equal((await resolveRun(`.distillery/runs/${ids.done}`, folder())).path, done.path);
    assert.equal((await resolveRun(done.path, '/')).path, done.path);
  });

  it('looks into the folders below, two levels deep, and into a .distillery folder itself', async () => {
    const nested = writeRecord(path.join(folder(), 'mnist'), ids.done, [started()]);
    const deep = writeRecord(path.join(folder(), 'examples', 'digits'), ids.stopped, [started()]);
    writeRecord(path.join(folder(), 'too', 'deep', 'down'), ids.crashed, [started()]);
    assert.equal((await resolveRun(ids.stopped, folder())).path, deep.path);
    assert.equal((await resolveRun('latest', folder())).path, nested.path);
    assert.equal((await resolveRun('latest', path.join(folder(), 'mnist', '.distillery'))).path, nested.path);
    await assert.rejects(resolveRun(ids.crashed, folder()), /No run is called/);
  });

  it('refuses what fits several runs or none, naming what there is', async () => {
    await assert.rejects(resolveRun('latest', folder()), /There are no runs in/);
    writeRecords(folder());
    await assert.rejects(resolveRun('2026112', folder()), /is the beginning of 3 runs/);
    await assert.rejects(resolveRun('mnist', folder()), {
      message: 'No run is called "mnist"',
      mend: new RegExp(ids.done),
    });
    await assert.rejects(resolveRun('./elsewhere', folder()), /is not the folder of a run/);
    await assert.rejects(resolveRun('latest', path.join(folder(), 'absent')), /Can't read the folder/);
  });

  it('names a run so that it is found again', async () => {
    const { done } = writeRecords(path.join(folder(), 'a', 'b', 'c'));
    const near = await referenceTo(done, path.join(folder(), 'a', 'b'));
    assert.equal(near, ids.done);
    const far = await referenceTo(done, folder());
    assert.equal((await resolveRun(far, folder())).path, done.path);
  });
});

describe('distillery runs', () => {
  it('lists runs newest first, with crashed ones as such', async () => {
    writeRecords(folder());
    const { exitCode, output } = await call(['runs'], { folder: folder(), columns: 200 });
    assert.equal(exitCode, 0);
    const [header = '', ...lines] = output.trimEnd().split('\n');
    assert.match(header, /^run +started +status +student +baseline +outcome$/);
    assert.deepEqual(
      lines.map((line) => line.split(/ {2,}/).filter((_, column) => column !== 1)),
      [
        [ids.done, 'done', '97.90 %', '97.40 %', 'Distillation helped: +0.50 points.'],
        [ids.stopped, 'stopped', 'It can be resumed from where it stopped.'],
        [ids.crashed, 'crashed', 'student, seed 1, epoch 1 of 10'],
      ],
    );
  });

  it('gives the same as JSON', async () => {
    const { done } = writeRecords(folder());
    const { output } = await call(['runs', '--json', '--folder', folder()]);
    const listed = JSON.parse(output) as {
      run: string;
      folder: string;
      status: string;
      studentAccuracy?: { mean: number };
    }[];
    assert.deepEqual(
      listed.map(({ run, status, studentAccuracy }) => [run, status, studentAccuracy?.mean]),
      [
        [ids.done, 'done', 0.979],
        [ids.stopped, 'stopped', undefined],
        [ids.crashed, 'crashed', undefined],
      ],
    );
    assert.equal(listed[0]?.folder, done.path);
  });

  it('fits a terminal of 100 columns', async () => {
    writeRecords(folder());
    const { output } = await call(['runs'], { folder: folder(), columns: 100 });
    for (const line of output.split('\n')) assert.ok(displayWidth(line) <= 100, line);
  });

  it('says so when there are none', async () => {
    const { exitCode, output } = await call(['runs'], { folder: folder() });
    assert.equal(exitCode, 0);
    assert.match(output, /There are no runs in/);
    assert.equal((await call(['runs', '--json'], { folder: folder() })).output, '[]\n');
  });

  it('lists damaged records too, and shows hostile names as text', async () => {
    const damaged = writeRecord(folder(), '20261124-080000-000-x-dddd', [started('a\u001b[2Jb')]);
    writeFileSync(damaged.reportJson, '{"version":1,');
    const empty = path.join(folder(), '.distillery', 'runs', '20261125-080000-000-x-eeee');
    mkdirSync(empty);
    mkdirSync(path.join(folder(), 'other'));
    writeRecord(path.join(folder(), 'other'), '20261126-080000-000-x-ffff', [started('c')]);
    const { exitCode, output } = await call(['runs'], { folder: folder() });
    assert.equal(exitCode, 0);
    assert.equal(output.trimEnd().split('\n').length, 4);
    assert.ok(output.includes('a\\u{1b}[2Jb') && !output.includes('\u001b'));
  });
});

describe('distillery show', () => {
  it('shows the report of a run that is done', async () => {
    writeRecords(folder());
    const { exitCode, output } = await call(['show', 'latest'], { folder: folder(), columns: 120 });
    assert.equal(exitCode, 0);
    assert.match(output, /Distillation helped: \+0\.50 points\./);
    assert.match(output, new RegExp(`distillery export ${ids.done} <folder>`));
  });

  it('shows how far a crashed run came, and how to go on', async () => {
    writeRecords(folder());
    const { output } = await call(['show', ids.crashed], { folder: folder() });
    assert.match(output, /^Digits {2}crashed/);
    assert.match(
      output,
      /▸ student, seed 1 +110 of 1,000 steps, 1 of 10 epochs, loss 0\.5000, accuracy 96\.33 %/,
    );
    assert.match(output, /· report +not started/);
    assert.match(output, new RegExp(`distillery resume ${ids.crashed}`));
  });

  it('gives the state and the report as JSON', async () => {
    writeRecords(folder());
    const { output } = await call(['show', 'latest', '--json'], { folder: folder() });
    const shown = JSON.parse(output) as {
      run: string;
      outline: { status: string };
      report: { name: string };
    };
    assert.deepEqual([shown.run, shown.outline.status, shown.report.name], [ids.done, 'done', 'MNIST']);
  });

  it('survives a record of nothing but noise', async () => {
    const run = writeRecord(folder(), ids.done, []);
    writeFileSync(run.events, Buffer.from([0xff, 0, 10, 0x7b, 10, 0x22]));
    const { exitCode } = await call(['show', ids.done], { folder: folder() });
    assert.equal(exitCode, 0);
  });
});
