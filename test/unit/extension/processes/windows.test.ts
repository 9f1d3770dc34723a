import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stopRun } from '../../../../src/extension/processes/liveRun';
import { isProcessAlive, readRun } from '../../../../src/runs';
import type { QueuedRun } from '../../../../src/extension/processes/types';
import { requestFor, root, until, Workplace, type TestWindow } from './window';

describe('runs and windows', () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.close());

  /** Starts a window in another process, and kills it: when its first run trains, or as soon as that was asked for. */
  async function killedWindow(moment: 'when-running' | 'at-once'): Promise<void> {
    const host = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, 'host.ts'), place.storage, place.long, place.short, moment],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(host.stdout, 'data');
    host.kill('SIGKILL');
    await once(host, 'exit');
  }

  function firstOf({ queue }: TestWindow): QueuedRun {
    const [run] = queue.all();
    assert.ok(run);
    return run;
  }

  it('go on when the window is killed, and are found again by the next', async () => {
    await killedWindow('when-running');
    const window = place.window();
    await window.queue.restore();
    const states = window.queue.all().map(({ state }) => state);
    assert.deepEqual(states, ['running', 'queued']);

    const run = firstOf(window);
    const trainer = await place.training(run);
    await run.stop();
    assert.equal(isProcessAlive(trainer), false);
    assert.equal((await run.stopped).kind, 'stopped');
    const waiting = await until(() => window.queue.all()[0] ?? window.ends[1]?.run);
    assert.equal((await waiting.stopped).kind, 'done', 'what was queued starts afterwards');
    assert.equal((await place.runs()).length, 2);
  });

  it('are found again when the window is killed while they start', async () => {
    await killedWindow('at-once');
    const window = place.window();
    await window.queue.restore();
    await until(() => window.queue.all().length === 2 || window.ends.length > 0);
    const [run] = window.queue.all();
    assert.ok(run);
    await place.training(run);
    await Promise.all(window.queue.all().map((each) => each.stop()));
    assert.equal((await place.runs()).length, 1, 'started once');
  });

  it('are taken over by one of two windows', async () => {
    await killedWindow('when-running');
    const windows = [place.window(), place.window()];
    await Promise.all(windows.map(({ queue }) => queue.restore()));
    const taken = windows.map(({ queue }) => queue.all().length).sort();
    assert.deepEqual(taken, [0, 2]);
    for (const { queue } of windows) await Promise.all([...queue.all()].reverse().map((run) => run.stop()));
    assert.equal((await place.runs()).length, 1);
  });

  it('belong to their window as long as it lives', async () => {
    const owner = place.window();
    const run = owner.queue.add(requestFor(place.long));
    const other = place.window();
    await other.queue.restore();
    assert.deepEqual(other.queue.all(), []);
    await place.training(run);
    await run.stop();
  });

  it('can be stopped by another window, and their own notices', async () => {
    const owner = place.window();
    const run = owner.queue.add(requestFor(place.long));
    const trainer = await place.training(run);
    const { folder } = run;
    assert.ok(folder);
    await stopRun(folder, 20_000);
    assert.equal(isProcessAlive(trainer), false);
    assert.deepEqual(await run.stopped, { kind: 'stopped', folder });
  });

  it('that are just starting never begin when the window closes, if people want them stopped', async () => {
    const before = place.window();
    const run = before.queue.add(requestFor(place.long));
    const starting = before.queue.close('stop');
    assert.equal((await run.stopped).kind, 'cancelled');
    await starting;
    const after = place.window();
    await after.queue.restore();
    assert.deepEqual(after.queue.all(), []);
    assert.deepEqual(await place.runs(), []);
  });

  it('go on when the window closes, and the queue waits for the next', async () => {
    const before = place.window();
    const run = before.queue.add(requestFor(place.long));
    const waiting = before.queue.add(requestFor(place.short));
    const trainer = await place.training(run);
    await before.queue.close('keepRunning');
    assert.deepEqual(await run.stopped, { kind: 'left', folder: run.folder });
    assert.deepEqual(await waiting.stopped, { kind: 'left' });
    assert.deepEqual(before.ends, [], 'nothing has ended');
    assert.equal(isProcessAlive(trainer), true);

    const after = place.window();
    await after.queue.restore();
    const found = firstOf(after);
    assert.equal(found.folder?.path, run.folder?.path);
    await found.stop();
    const next = await until(() => after.queue.all()[0] ?? after.ends[1]?.run);
    assert.equal(next.id, waiting.id);
    assert.equal((await next.stopped).kind, 'done');
  });

  it('are paused when the window closes, if people want that', async () => {
    const before = place.window();
    const run = before.queue.add(requestFor(place.long));
    await place.training(run);
    await before.queue.close('pause');
    const { folder } = run;
    assert.ok(folder);
    assert.equal(readRun(folder).status, 'paused');
    const after = place.window();
    await after.queue.restore();
    await firstOf(after).stop();
    assert.equal(readRun(folder).status, 'stopped');
  });

  it('are stopped when the window closes, if people want that, and nothing of the queue starts', async () => {
    const before = place.window();
    const run = before.queue.add(requestFor(place.long));
    const waiting = before.queue.add(requestFor(place.short));
    const trainer = await place.training(run);
    await before.queue.close('stop');
    assert.deepEqual(await waiting.stopped, { kind: 'cancelled' });
    await until(() => !isProcessAlive(trainer));
    const { folder } = run;
    assert.ok(folder);
    assert.equal(readRun(folder).status, 'stopped');
    const after = place.window();
    await after.queue.restore();
    await until(() => after.queue.all().length === 0);
    assert.equal((await place.runs()).length, 1);
  });

  it('end even when one is frozen as the window closes', async () => {
    const before = place.window();
    const run = before.queue.add(requestFor(place.long));
    const trainer = await place.training(run);
    process.kill(trainer.pid, 'SIGSTOP');
    await before.queue.close('stop');
    await until(() => !isProcessAlive(trainer));
  });

  it('are not disturbed by rubbish among the queues', async () => {
    const queues = path.join(place.storage, 'queues');
    mkdirSync(queues, { recursive: true });
    writeFileSync(path.join(queues, 'rubbish.json'), '[]');
    writeFileSync(path.join(queues, '0~~~aa~json'), '[{"id": 3}, null, {"id":"x","request":{"kind":"run"}}');
    writeFileSync(path.join(queues, '0~~~ab~json'), '[{"id": 3}, null, {"id":"x","request":{"kind":"run"}}]');
    writeFileSync(path.join(queues, '0~%zz~~ac~json'), '');
    const window = place.window();
    await window.queue.restore();
    assert.deepEqual(window.queue.all(), []);
    assert.deepEqual(window.problems, []);
    assert.equal(readdirSync(queues).includes('rubbish.json'), true, 'what is none of ours stays');
  });
});
