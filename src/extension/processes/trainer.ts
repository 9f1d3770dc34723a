import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive, processStartToken } from '../../runs';
import { killTree, type ProcessIdentity } from './killTree';
import type { Runtime } from './runtime';
import type { ProcessExit } from './types';
import { delay } from './waiting';

const LOOK_EVERY_MILLISECONDS = 300;

/** A process of the trainer, started by this window or an earlier one. */
export interface Trainer {
  readonly identity: ProcessIdentity | null;
  /** What it prints. */
  readonly logFile: string;
  /** Resolves when it is gone; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Ends it at once, with all that it started; resolves when that is under way. */
  kill(): Promise<void>;
}

export interface TrainerCall {
  readonly runtime: Runtime;
  /** The bundle of the trainer. */
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly logFile: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts the trainer in a process group of its own, tied to this process by nothing: no pipe, no channel. It goes on when
 * the window, the extension host or the editor goes.
 *
 * @throws what the operating system has against it
 */
export async function launchTrainer(call: TrainerCall): Promise<Trainer> {
  const { runtime, program, words, folder, logFile, environment } = call;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(runtime.program, [program, ...words], {
      cwd: folder,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
      env: { ...environment, ...runtime.environment },
    });
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      const { pid } = child;
      // Without a pid nothing was started, and the error tells why.
      if (pid === undefined) return;
      const exited = new Promise<ProcessExit>((resolveExit) => {
        child.once('exit', (exitCode, signal) => {
          resolveExit({ exitCode, signal });
        });
      });
      child.unref();
      const identity = { pid, startToken: processStartToken(pid) };
      resolve({
        identity,
        logFile,
        exited,
        kill: async () => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          // As long as its exit has not been told, the pid is the child's.
          if (!(await killTree(identity))) child.kill('SIGKILL');
        },
      });
    });
  } finally {
    closeSync(log);
  }
}

/**
 * A trainer that an earlier window had started, found again.
 *
 * @param identity null when that window went before it knew; the trainer then counts as gone
 */
export function findTrainerAgain(identity: ProcessIdentity | null, logFile: string): Trainer {
  return {
    identity,
    logFile,
    exited: goneFor(identity),
    kill: async () => {
      if (identity !== null) await killTree(identity);
    },
  };
}

async function goneFor(identity: ProcessIdentity | null): Promise<ProcessExit> {
  while (identity !== null && isAlive(identity)) await delay(LOOK_EVERY_MILLISECONDS);
  return { exitCode: null, signal: null };
}

function isAlive(identity: ProcessIdentity): boolean {
  return isProcessAlive({ ...identity, host: '', controlAddress: '', startedAt: 0 });
}
