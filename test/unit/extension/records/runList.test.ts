import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { annotate, RunFolder, RunWriter, summarize } from '../../../../src/runs';
import { epoch, steps } from '../../runs/sampleRun';
import { temporaryFolder } from '../../runs/temporaryFolder';
import {
  crash,
  crashedRun,
  endedRun,
  indexOf,
  liveRun,
  RUN_DONE,
  runStarted,
  Told,
  writeRun,
} from './samples';

describe('the list of runs', () => {
  const temporary = temporaryFolder();
  let distillery = '';

  beforeEach(() => {
    distillery = path.join(temporary(), '.distillery');
  });

  it('is empty where there is no folder, and leaves none behind', async () => {
    const told = await Told.of(distillery);
    await told.list.poll();
    assert.deepEqual(told.ids(), []);
    assert.deepEqual(told.problems, []);
    assert.equal(fs.existsSync(distillery), false);
  });

  it('shows the newest first', async () => {
    for (const id of ['20260102-b', '20260103-c', '20260101-a']) endedRun(distillery, id);
    const { list } = await Told.of(distillery);
    assert.deepEqual(
      list.entries().map(({ summary }) => summary.id),
      ['20260103-c', '20260102-b', '20260101-a'],
    );
  });

  it('lists 10,000 runs, all of them after a second look and from then on from the index', async function () {
    this.timeout(300_000);
    const ids = Array.from({ length: 10_000 }, (_, index) => `20260101-${String(index).padStart(5, '0')}`);
    const events = (id: string): string =>
      [runStarted(id, `name ${id}`), RUN_DONE]
        .map((event) => JSON.stringify({ ...event, time: 1 }))
        .join('\n');
    for (const id of ids) {
      const folder = RunFolder.of(distillery, id);
      folder.create();
      fs.writeFileSync(folder.events, `${events(id)}\n`);
    }
    const first = await Told.of(distillery);
    assert.deepEqual(first.ids(), ids.toReversed());
    assert.ok(first.list.entries().every(({ summary }) => summary.name === `name ${summary.id}`));
    const second = new Told(distillery);
    const { firstRows, known } = second.list.load();
    await firstRows;
    assert.deepEqual(second.ids(), ids.toReversed().slice(0, second.ids().length));
    assert.ok(second.ids().length >= 50 && second.ids().length < ids.length);
    await known;
    assert.deepEqual(second.list.entries(), first.list.entries());
    assert.equal(second.replaced, 2);
  });

  it('does not read an ended run again as long as its files have not changed', async () => {
    const folder = endedRun(distillery, '20260101-a', 'digits');
    await Told.of(distillery);
    const index = fs.readFileSync(indexOf(distillery), 'utf8');
    fs.writeFileSync(indexOf(distillery), index.replaceAll('digits', 'only the index'));
    const told = await Told.of(distillery);
    assert.equal(told.list.entries()[0]?.summary.name, 'only the index');
    annotate(folder, { starred: true });
    await told.list.refresh();
    assert.equal(told.list.entries()[0]?.summary.name, 'digits');
    assert.equal(told.list.entries()[0]?.annotations.starred, true);
    assert.deepEqual(told.changed, ['20260101-a']);
  });

  it('takes in what changed since the index was written', async () => {
    const folder = crashedRun(distillery, '20260101-a');
    endedRun(distillery, '20260102-b');
    assert.equal((await Told.of(distillery)).list.find('20260101-a')?.summary.status, 'crashed');
    writeRun(distillery, '20260101-a', [{ type: 'run-resumed' }, RUN_DONE]);
    fs.rmSync(RunFolder.of(distillery, '20260102-b').path, { recursive: true });
    endedRun(distillery, '20260103-c');
    const told = await Told.of(distillery);
    assert.deepEqual(told.ids(), ['20260103-c', '20260101-a']);
    assert.deepEqual(told.list.find('20260101-a')?.summary, summarize(folder));
  });

  it('believes nothing of a damaged index', async () => {
    const ids = ['20260101-a', '20260102-b', '20260103-c'];
    for (const id of ids) endedRun(distillery, id);
    const whole = await Told.of(distillery);
    const good = fs.readFileSync(indexOf(distillery));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          fc.nat(good.length).map((length) => good.subarray(0, length)),
          fc.array(fc.json(), { maxLength: 5 }).map((lines) => {
            return Buffer.from([good.toString().split('\n')[0], ...lines].join('\n'));
          }),
          fc.constant(Buffer.from(good.toString().replace('["20260101-a"', '["20260102-b"'))),
        ),
        async (bytes) => {
          fs.writeFileSync(indexOf(distillery), bytes);
          const told = await Told.of(distillery);
          assert.deepEqual(told.list.entries(), whole.list.entries());
          assert.deepEqual(told.problems, []);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('agrees with that of another window that writes the same index', async () => {
    for (let index = 0; index < 60; index++) endedRun(distillery, `20260101-${100 + index}`);
    const [one, other] = await Promise.all([Told.of(distillery), Told.of(distillery)]);
    annotate(RunFolder.of(distillery, '20260101-100'), { name: 'a' });
    annotate(RunFolder.of(distillery, '20260101-101'), { name: 'b' });
    await Promise.all([one.list.touch('20260101-100'), other.list.touch('20260101-101')]);
    await Promise.all([one.list.refresh(), other.list.refresh()]);
    assert.deepEqual(one.list.entries(), other.list.entries());
    assert.deepEqual((await Told.of(distillery)).list.entries(), one.list.entries());
    assert.deepEqual(fs.readdirSync(path.dirname(indexOf(distillery))).sort(), ['.gitignore', 'runs.jsonl']);
  });

  it('follows a live run, and its end', async () => {
    const folder = liveRun(distillery, '20260101-a');
    const told = await Told.of(distillery);
    assert.deepEqual(
      told.list.live().map(({ summary }) => summary.id),
      ['20260101-a'],
    );
    const writer = RunWriter.open(folder);
    writer.append({ type: 'stage-started', stage: 'student-1', totalSteps: 10, totalEpochs: 2 });
    writer.append(steps(1, 5));
    writer.append(epoch(1, 5));
    writer.flush();
    await told.list.poll();
    assert.equal(told.list.find('20260101-a')?.summary.live?.step, 5);
    writer.append(RUN_DONE);
    writer.close();
    await told.list.poll();
    assert.deepEqual(told.list.live(), []);
    assert.deepEqual(told.list.find('20260101-a')?.summary, summarize(folder));
    assert.match(fs.readFileSync(indexOf(distillery), 'utf8'), /"status":"done"/);
  });

  it('shows a run as crashed when its process is gone, without a new event', async () => {
    const folder = liveRun(distillery, '20260101-a');
    const told = await Told.of(distillery);
    crash(folder);
    await told.list.poll();
    assert.equal(told.list.find('20260101-a')?.summary.status, 'crashed');
    assert.ok(told.changed.includes('20260101-a'));
  });

  it('sees a run that comes, before and after its first event, without being told', async () => {
    const told = await Told.of(distillery);
    RunFolder.of(distillery, '20260101-a').create();
    await told.list.poll();
    assert.deepEqual(told.ids(), ['20260101-a']);
    liveRun(distillery, '20260101-a');
    await told.list.poll();
    assert.equal(told.list.find('20260101-a')?.summary.status, 'running');
  });

  it('sees that a run, or all of them, were deleted while shown', async () => {
    liveRun(distillery, '20260101-a');
    endedRun(distillery, '20260102-b');
    const told = await Told.of(distillery);
    fs.rmSync(RunFolder.of(distillery, '20260101-a').path, { recursive: true });
    await told.list.poll();
    assert.deepEqual(told.ids(), ['20260102-b']);
    fs.rmSync(distillery, { recursive: true });
    await told.list.poll();
    assert.deepEqual(told.ids(), []);
    assert.equal(fs.existsSync(distillery), false);
  });

  it('has a row for every folder, whatever is in it', async () => {
    const hostile = `<img src=x onerror=alert(1)>\u001b[31m\n${'x'.repeat(10_000)}`;
    endedRun(distillery, '20260101-hostile', hostile);
    const garbage = RunFolder.of(distillery, '20260102-garbage');
    garbage.create();
    for (const file of [garbage.events, garbage.experiment, garbage.process, garbage.reportJson]) {
      fs.writeFileSync(file, Buffer.from([0, 255, 10, 123, 34, 10]));
    }
    const folders = RunFolder.of(distillery, '20260103-folders');
    for (const file of [folders.events, folders.experiment, folders.process, folders.reportJson]) {
      fs.mkdirSync(file, { recursive: true });
    }
    fs.writeFileSync(path.join(folders.path, 'annotations.json'), '{"tags": 7}');
    fs.writeFileSync(path.join(path.dirname(folders.path), 'a file'), 'not a run');
    for (let repetition = 0; repetition < 2; repetition++) {
      const told = await Told.of(distillery);
      await told.list.poll();
      assert.deepEqual(told.ids(), ['20260103-folders', '20260102-garbage', '20260101-hostile']);
      assert.equal(told.list.find('20260101-hostile')?.summary.name, hostile);
      assert.equal(told.list.find('20260103-folders')?.summary.name, '20260103-folders');
      assert.deepEqual(told.problems, []);
    }
  });

  it('lists runs although their index can not be written', async () => {
    endedRun(distillery, '20260101-a');
    fs.writeFileSync(path.join(distillery, 'cache'), 'in the way');
    const told = await Told.of(distillery);
    assert.deepEqual(told.ids(), ['20260101-a']);
    assert.equal(told.problems.length > 0, true);
  });

  it('lists nothing where the runs folder is none, says why, and lists all when it is one again', async () => {
    endedRun(distillery, '20260101-a');
    const runs = path.join(distillery, 'runs');
    fs.renameSync(runs, `${runs}-aside`);
    fs.writeFileSync(runs, 'a file');
    const told = await Told.of(distillery);
    await told.list.poll();
    assert.deepEqual(told.ids(), []);
    assert.match(String(told.unreadable[0]), /runs is a file where a folder is expected/);
    fs.rmSync(runs);
    fs.renameSync(`${runs}-aside`, runs);
    await told.list.refresh();
    assert.deepEqual(told.ids(), ['20260101-a']);
  });
});
