import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { runCommand } from '../command';
import type { InstallContext } from './progress';

/**
 * The guard. Its standard input tells it the numbers of processes that have started (+) and ended (−). When that closes with
 * no word of being done, it ends what still runs and removes the folder, and the lock if it is still that of the dead.
 */
const GUARD = `
const { readFileSync, rmSync } = require('fs');
const { spawnSync } = require('child_process');
const [folder, lock, owner] = process.argv.slice(1);
const running = new Set();

function end(pid) {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', pid, '/T', '/F'], { windowsHide: true });
  else try { process.kill(-pid, 'SIGKILL'); } catch {}
}

function remove() {
  for (const pid of running) end(pid);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  try {
    if (String(JSON.parse(readFileSync(lock, 'utf8')).pid) === owner) rmSync(lock);
  } catch {}
}

let said = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (said + text).split('\\n');
  said = lines.pop();
  for (const line of lines) {
    if (line === 'done') process.exit(0);
    if (line[0] === '+') running.add(line.slice(1));
    else running.delete(line.slice(1));
  }
}).on('end', remove);
`;

/** Starts the guard and ends, so that the guard is no descendant of whom it guards. */
const LAUNCHER = `
const options = { detached: true, windowsHide: true, stdio: [3, 'ignore', 'ignore'] };
require('child_process').spawn(process.execPath, ['-e', ...process.argv.slice(1)], options).unref();
`;

export interface Guard {
  readonly started: (pid: number) => void;
  readonly ended: (pid: number) => void;
  /** Nothing is left to guard. */
  readonly dismiss: () => void;
}

/**
 * Starts a process that clears up after this one if it is killed in a way that it can't notice, as editors and people do who
 * cancel: ends what this one has started, and removes a folder and a lock. Where it can't be started, the next installation
 * removes them.
 */
export async function postGuard(folder: string, lock: string): Promise<Guard> {
  const launcher = spawn(process.execPath, ['-e', LAUNCHER, GUARD, folder, lock, String(process.pid)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // Standard input would be closed when the launcher ends.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  const ear = launcher.stdio[3] as Socket;
  ear.on('error', () => undefined).unref();
  await once(launcher, 'exit').catch(() => undefined);
  const tell = (line: string): void => {
    if (ear.writable) ear.write(`${line}\n`);
  };
  return {
    started: (pid) => {
      tell(`+${pid}`);
    },
    ended: (pid) => {
      tell(`-${pid}`);
    },
    dismiss: () => {
      tell('done');
      ear.end();
    },
  };
}

/** Runs commands that the guard knows of and that the signal stops. */
export function guardedRunner(guard: Guard, signal: AbortSignal): InstallContext['run'] {
  return async (program, arguments_, options) => {
    const pids: number[] = [];
    try {
      return await runCommand(program, arguments_, {
        ...options,
        signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
        onStart: (pid) => {
          pids.push(pid);
          guard.started(pid);
        },
      });
    } finally {
      pids.forEach(guard.ended);
    }
  };
}
