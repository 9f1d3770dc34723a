import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { killTree } from '../../../../src/extension/processes/killTree';
import { runTool } from '../../../../src/extension/processes/tool';
import { processStartToken } from '../../../../src/runs';
import { lookUpProcess } from '../../../../src/runs/process/processTable';
import { until } from './window';

/** Starts two more: one in its group, one in a group of its own; prints their pids; all ignore polite signals. */
const FAMILY = `
  const { spawn } = require('node:child_process');
  const idle = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  const pids = [false, true].map((detached) => spawn(process.execPath, ['-e', idle], { detached, stdio: 'ignore' }).pid);
  console.log(pids.join(' '));
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
`;

function pidOf({ pid }: ChildProcess): number {
  assert.ok(pid !== undefined);
  return pid;
}

function tokensOf(pids: readonly number[]): (string | null)[] {
  return pids.map(processStartToken);
}

describe('killing a process tree', () => {
  it('ends all that a process has started, in groups of their own as well', async () => {
    const parent = spawn(process.execPath, ['-e', FAMILY], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = pidOf(parent);
    const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
    const children = line.trim().split(' ').map(Number);
    const before = tokensOf(children);
    assert.ok(before.every((token) => token !== null));
    const exit = once(parent, 'exit');
    assert.equal(await killTree({ pid, startToken: processStartToken(pid) }), true);
    assert.deepEqual(await exit, [null, 'SIGKILL']);
    await until(() => isOver(children, before));
  });

  it('leaves a process alone that only has the same pid', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    try {
      const pid = pidOf(other);
      const startToken = processStartToken(pid);
      assert.ok(startToken !== null);
      assert.equal(await killTree({ pid, startToken: `${startToken}0` }), false);
      assert.equal(await killTree({ pid, startToken: null }), false);
      assert.equal(processStartToken(pid), startToken);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('ends a tool with all that it has started when it is aborted', async () => {
    const abort = new AbortController();
    const pids: number[] = [];
    let tokens: (string | null)[] = [];
    const runtime = { program: process.execPath, environment: {} };
    const tool = runTool(
      { runtime, program: '-e', words: [FAMILY], environment: process.env },
      {
        signal: abort.signal,
        onLine: (line) => {
          pids.push(...line.split(' ').map(Number));
          tokens = tokensOf(pids);
          abort.abort(new Error('enough'));
        },
      },
    );
    await assert.rejects(tool, /enough/);
    assert.equal(pids.length, 2);
    await until(() => isOver(pids, tokens));
  });

  it('hands over what a tool prints, line by line, and its exit code', async () => {
    const lines: string[] = [];
    const script = "process.stdout.write('a\\r\\nb\\nc'); console.error('bad'); process.exitCode = 3";
    const result = await runTool(
      {
        runtime: { program: process.execPath, environment: {} },
        program: '-e',
        words: [script],
        environment: process.env,
      },
      { onLine: (line) => lines.push(line) },
    );
    assert.deepEqual(result, { exitCode: 3, stdout: 'a\r\nb\nc', stderr: 'bad\n' });
    assert.deepEqual(lines, ['a', 'b', 'c']);
  });
});

function isOver(pids: readonly number[], tokens: readonly (string | null)[]): boolean {
  // Whoever inherits orphans may be slow to take note of their end.
  return pids.every((pid, index) => processStartToken(pid) !== tokens[index] || isZombie(pid));
}

function isZombie(pid: number): boolean {
  return lookUpProcess(pid)?.zombie ?? true;
}
