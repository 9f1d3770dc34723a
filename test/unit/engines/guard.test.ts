import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withTemporaryFolder } from './temporaryFolder';

/** Installs what never ends, under guard: tells the number of the command that it runs. */
const installer = (folder: string, lock: string): string => `
  const { postGuard, guardedRunner } = require(${JSON.stringify(require.resolve('../../../src/trainer/engines/install/guard'))});
  const fs = require('fs');
  (async () => {
    const guard = await postGuard(${JSON.stringify(folder)}, ${JSON.stringify(lock)});
    fs.mkdirSync(${JSON.stringify(join(folder, 'half'))}, { recursive: true });
    fs.writeFileSync(${JSON.stringify(lock)}, JSON.stringify({ pid: process.pid }));
    const run = guardedRunner(guard, new AbortController().signal);
    await run(process.execPath, ['-e', ''], {});
    const ended = run(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], {
      onLine: (line) => {
        console.log(line);
      },
    });
    await ended;
  })();
`;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(20);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that nobody waits for any more keeps its number until it is reaped.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the guard of an installation', () => {
  const temporary = withTemporaryFolder();
  const folder = (): string => join(temporary(), 'engine.installing');
  const lock = (): string => join(temporary(), 'engine.lock');

  async function killInstaller(): Promise<{ readonly command: number }> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=commonjs', '-e', installer(folder(), lock())],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    assert.ok(existsSync(folder()));
    child.kill('SIGKILL');
    await once(child, 'exit');
    return { command: Number(line) };
  }

  it('ends what a killed installer has started, and removes what it has left', async () => {
    const { command } = await killInstaller();
    await until(() => !isRunning(command) && !existsSync(folder()) && !existsSync(lock()));
  });

  it("leaves another installer's lock alone", async () => {
    mkdirSync(temporary(), { recursive: true });
    const killed = killInstaller();
    await until(() => existsSync(lock()) && readFileSync(lock(), 'utf8') !== '');
    writeFileSync(lock(), JSON.stringify({ pid: process.pid }));
    await killed;
    await until(() => !existsSync(folder()));
    assert.deepEqual(JSON.parse(readFileSync(lock(), 'utf8')), { pid: process.pid });
  });
});
