import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive, readRun } from '../../../../src/runs';
import { controlRun, stopRun } from '../../../../src/extension/processes/liveRun';
import { requestFor, until, Workplace } from './window';

describe('a run of the window', () => {
  let place: Workplace;

  beforeEach(() => {
    place = new Workplace();
  });

  afterEach(() => place.close());

  it('goes from its request to its end, and leaves a record but no process', async () => {
    const { queue, ends } = place.window();
    const run = queue.add(requestFor(place.short));
    assert.equal(run.state, 'starting');
    const trainer = await place.training(run);
    const end = await run.stopped;
    assert.equal(end.kind, 'done');
    assert.ok(end.folder);
    assert.equal(readRun(end.folder).status, 'done');
    assert.equal(isProcessAlive(trainer), false);
    assert.deepEqual(queue.all(), []);
    assert.deepEqual(ends, [{ run, end }]);
    await until(() => readdirSync(path.join(place.storage, 'launches')).length === 0);
  });

  it('takes overrides, and trains the baseline alone', async () => {
    const file = place.write('smoothed', { baseline: { method: 'label-smoothing', epsilon: 0.2 } });
    const { queue } = place.window({ engine: 'wasm' });
    const run = queue.add(
      requestFor(file, { kind: 'baseline', overrides: ['training.epochs=2', 'engine.name=auto'] }),
    );
    const end = await run.stopped;
    assert.equal(end.kind, 'done', JSON.stringify(end));
    assert.ok(end.folder);
    const record = readRun(end.folder);
    assert.deepEqual(
      record.stages.map(({ stage, epochs }) => [stage, epochs.length]),
      [
        ['data', 0],
        ['student-1', 2],
        ['report', 0],
      ],
    );
    const report = JSON.stringify(record.report);
    assert.match(report, /label-smoothing/);
    assert.match(
      report,
      /WebAssembly/,
      'the engine that people have set, where the experiment leaves it open',
    );
  });

  it('stops politely, with a checkpoint, and can be resumed', async () => {
    const { queue } = place.window();
    const run = queue.add(requestFor(place.long));
    const trainer = await place.training(run);
    await run.stop();
    assert.equal(isProcessAlive(trainer), false);
    const end = await run.stopped;
    assert.equal(end.kind, 'stopped');
    assert.ok(end.folder);
    assert.equal(readRun(end.folder).status, 'stopped');

    const request = { kind: 'resume', folder: end.folder } as const;
    const resumed = queue.add(request);
    assert.equal(queue.add(request), resumed, 'once is enough');
    const again = await place.training(resumed);
    assert.notEqual(again.pid, trainer.pid);
    await resumed.stop();
    assert.equal((await resumed.stopped).kind, 'stopped');
  });

  it('is paused and continued', async () => {
    const { queue } = place.window();
    const run = queue.add(requestFor(place.long));
    await place.training(run);
    const { folder } = run;
    assert.ok(folder);
    await controlRun(folder, 'pause');
    await until(() => readRun(folder).status === 'paused');
    await controlRun(folder, 'continue');
    await until(() => readRun(folder).status === 'running');
    await run.stop();
    await assert.rejects(controlRun(folder, 'pause'), /No process works on the run/);
  });

  it('is killed when it does not answer within the grace time', async () => {
    const { queue } = place.window({ stopGraceSeconds: 0.3 });
    const run = queue.add(requestFor(place.long));
    const trainer = await place.training(run);
    process.kill(trainer.pid, 'SIGSTOP');
    await run.stop();
    assert.equal(isProcessAlive(trainer), false);
    assert.equal((await run.stopped).kind, 'stopped');
    assert.deepEqual(queue.all(), []);
  });

  it('is stopped before it has begun', async () => {
    const { queue } = place.window();
    const run = queue.add(requestFor(place.long));
    const starting = run.stop();
    await starting;
    assert.deepEqual(await run.stopped, { kind: 'cancelled' });
    assert.deepEqual(await place.runs(), []);
  });

  it('that is killed by others is told as crashed', async () => {
    const { queue } = place.window();
    const run = queue.add(requestFor(place.long));
    const trainer = await place.training(run);
    process.kill(trainer.pid, 'SIGKILL');
    const end = await run.stopped;
    assert.ok(end.kind === 'failed' && end.reason.kind === 'crashed');
    assert.deepEqual(end.reason.exit, { exitCode: null, signal: 'SIGKILL' });
    assert.ok(end.folder && existsSync(end.folder.path));
    assert.equal(readRun(end.folder).status, 'crashed');
    await stopRun(end.folder, 1000);
  });
});
