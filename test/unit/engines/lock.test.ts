import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../../src/trainer/engines/install/lock';
import { withTemporaryFolder } from './temporaryFolder';

describe("the installer's lock", () => {
  const temporary = withTemporaryFolder();
  const path = (): string => join(temporary(), 'engine.lock');
  const patient = { signal: new AbortController().signal, onWait: (): void => undefined };

  function leaveLock(pid: number, host: string): void {
    writeFileSync(path(), JSON.stringify({ id: 'left behind', pid, host }));
  }

  function endedProcess(): number {
    return spawnSync(process.execPath, ['-e', '']).pid;
  }

  it('is there during the work and gone after it, also when the work fails', async () => {
    const pid = await withLock(path(), patient, () => {
      const { pid: holder } = JSON.parse(readFileSync(path(), 'utf8')) as { readonly pid: number };
      return Promise.resolve(holder);
    });
    assert.equal(pid, process.pid);
    assert.deepEqual(readdirSync(temporary()), []);
    await assert.rejects(
      withLock(path(), patient, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.deepEqual(readdirSync(temporary()), []);
  });

  it('lets one work at a time, and tells the other for whom it waits', async () => {
    let working = 0;
    let most = 0;
    const waitedFor: number[] = [];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await new Promise((resolve) => setTimeout(resolve, 20));
      working--;
    };
    const options = { signal: patient.signal, onWait: (pid: number) => waitedFor.push(pid) };
    await Promise.all([withLock(path(), options, work), withLock(path(), options, work)]);
    assert.equal(most, 1);
    assert.deepEqual(waitedFor, [process.pid]);
  });

  it('is taken over from a process that is gone', async () => {
    leaveLock(endedProcess(), hostname());
    assert.equal(await withLock(path(), patient, () => Promise.resolve('done')), 'done');
    assert.deepEqual(readdirSync(temporary()), []);
  });

  it('is taken over when it was not renewed for a minute', async () => {
    leaveLock(1, 'another machine');
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(path(), longAgo, longAgo);
    assert.equal(await withLock(path(), patient, () => Promise.resolve('done')), 'done');
  });

  it('is taken over when its file is damaged and old', async () => {
    writeFileSync(path(), '{"id":');
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(path(), longAgo, longAgo);
    assert.equal(await withLock(path(), patient, () => Promise.resolve('done')), 'done');
  });

  it('is respected as long as another machine renews it; waiting can be ended', async () => {
    leaveLock(endedProcess(), 'another machine');
    const controller = new AbortController();
    const onWait = (): void => {
      controller.abort(new Error('enough'));
    };
    await assert.rejects(
      withLock(path(), { signal: controller.signal, onWait }, () => Promise.resolve()),
      /enough/,
    );
    assert.match(readFileSync(path(), 'utf8'), /left behind/);
  });
});
