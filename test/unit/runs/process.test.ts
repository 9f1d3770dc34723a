import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import type { ProcessFile } from '../../../src/protocol/record';
import { describeThisProcess, isProcessAlive, isRunAlive, processStartToken } from '../../../src/runs';
import { lookUpProcess, parseFileTime, parseProcStat, parsePs } from '../../../src/runs/process/processTable';

function processFile(pid: number, startToken: string | null): ProcessFile {
  return { pid, startToken, host: os.hostname(), controlAddress: '', startedAt: 0 };
}

async function startChild(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const { pid } = child;
  assert.ok(pid !== undefined);
  return Object.assign(child, { pid });
}

describe('processes', () => {
  it('have a start token that stays the same, and differs from that of others', async () => {
    const own = processStartToken(process.pid);
    assert.equal(processStartToken(process.pid), own);
    const child = await startChild();
    try {
      const token = processStartToken(child.pid);
      assert.equal(token, processStartToken(child.pid));
      if (process.platform === 'linux') {
        assert.ok(own !== null && token !== null);
        assert.notEqual(token, own);
      }
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('are alive until they end', async () => {
    const child = await startChild();
    const file = processFile(child.pid, processStartToken(child.pid));
    assert.ok(isProcessAlive(file));
    assert.ok(isProcessAlive({ ...file, startToken: null }));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!isProcessAlive(file));
    assert.ok(!isProcessAlive({ ...file, startToken: null }));
    assert.equal(processStartToken(child.pid), null);
  });

  it('that got the pid of another are not that other', function () {
    if (lookUpProcess(process.pid) === null) this.skip();
    assert.ok(isProcessAlive(describeThisProcess('')));
    assert.ok(!isProcessAlive(processFile(process.pid, 'another')));
  });

  it('of other users are alive', function () {
    if (process.platform === 'win32') this.skip();
    assert.ok(isProcessAlive(processFile(1, processStartToken(1))));
  });

  it('with impossible pids are not', () => {
    for (const pid of [0, -1, 1.5, NaN, 2 ** 31 - 1]) assert.ok(!isProcessAlive(processFile(pid, null)));
  });

  it('that are dead but not yet reaped are not', async function () {
    if (process.platform !== 'linux') this.skip();
    // The shell starts a child, tells its pid, and becomes a program that never waits for its children. Then the child ends.
    const shell = spawn('sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    try {
      const [output] = (await once(shell.stdout as Readable, 'data')) as [Buffer];
      const pid = Number(output.toString());
      while (!fs.readFileSync(`/proc/${shell.pid ?? 0}/comm`, 'utf8').startsWith('sleep')) {
        await new Promise(setImmediate);
      }
      (shell.stdio[3] as Writable).end();
      let entry = lookUpProcess(pid);
      while (entry && !entry.zombie) {
        await new Promise(setImmediate);
        entry = lookUpProcess(pid);
      }
      assert.ok(entry?.zombie);
      assert.ok(!isProcessAlive(processFile(pid, entry.startToken)));
    } finally {
      shell.kill('SIGKILL');
      await once(shell, 'exit');
    }
  });

  it('elsewhere are judged by their last event', () => {
    const elsewhere = { ...describeThisProcess(''), host: `not-${os.hostname()}` };
    const now = Date.now();
    assert.ok(isRunAlive(elsewhere, now - 20_000));
    assert.ok(!isRunAlive(elsewhere, now - 40_000));
    assert.ok(!isRunAlive(elsewhere, now + 3_600_000));
    assert.ok(!isRunAlive(elsewhere, undefined));
    assert.ok(isRunAlive(undefined, now));
    assert.ok(isRunAlive(describeThisProcess(''), now - 40_000));
  });
});

describe('what systems say of a process', () => {
  it('is read from /proc/<pid>/stat, whatever the command is called', () => {
    const rest = 'S 1 100 100 0 -1 4194304 1 0 0 0 5 6 0 0 20 0 11 0 8675309 1234 56';
    for (const command of ['node', 'a b', ') Z (', 'x) S 1 2 3']) {
      assert.deepEqual(parseProcStat(`42 (${command}) ${rest}\n`, 'boot\n'), {
        zombie: false,
        startToken: 'boot:8675309',
      });
    }
    assert.equal(parseProcStat(`42 (node) Z${rest.slice(1)}`, 'boot')?.zombie, true);
    assert.equal(parseProcStat('42 (node) S 1', 'boot'), null);
    assert.equal(parseProcStat('', 'boot'), null);
  });

  it('is read from ps', () => {
    assert.deepEqual(parsePs('Ss   Tue Nov 24 08:47:02 2026    \n'), {
      zombie: false,
      startToken: 'Tue Nov 24 08:47:02 2026',
    });
    assert.equal(parsePs('Z+   Tue Nov  3 08:47:02 2026\n')?.zombie, true);
    assert.equal(parsePs(''), null);
  });

  it('is read from PowerShell', () => {
    assert.deepEqual(parseFileTime('134085736221234567\r\n'), {
      zombie: false,
      startToken: '134085736221234567',
    });
    assert.equal(parseFileTime(''), null);
    assert.equal(parseFileTime('Get-Process : Cannot find a process'), null);
  });
});
