import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {
  ComputingError,
  ComputingMessage,
  ComputingOrder,
  ComputingTask,
} from '../../protocol/computing';
import { isProcessAlive, processStartToken, RunFolder } from '../../runs';
import { killTree, type ProcessIdentity } from './killTree';
import { folderOfTrainer } from './liveRun';
import type { Runtime } from './runtime';
import type { ProcessExit, RunRequest } from './types';
import { delay } from './waiting';

const LOOK_EVERY_MILLISECONDS = 250;

export interface TrainerExit extends ProcessExit {
  /** What it said was wrong. */
  readonly error?: ComputingError | undefined;
}

/** A process that computes a run, started by this window or an earlier one. */
export interface Trainer {
  /** Null when the window that started it went before it knew. */
  readonly identity: ProcessIdentity | null;
  /** What it and its libraries print. */
  readonly logFile: string;
  /** The run's folder, once the run obeys commands; undefined when it ended before. Never rejects. */
  readonly started: Promise<RunFolder | undefined>;
  /** Resolves when it is gone; never rejects. */
  readonly exited: Promise<TrainerExit>;
  /** Ends it at once, with all that it started; resolves when that is under way. */
  kill(): Promise<void>;
}

export interface TrainerCall {
  readonly runtime: Runtime;
  /** The bundle of the trainer. */
  readonly program: string;
  readonly task: ComputingTask;
  readonly logFile: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts the trainer in a process group of its own, and with a file for what it prints: it goes on as if nothing were when
 * the window, the extension host or the editor goes. The channel of messages serves only as long as both live.
 *
 * @throws what the operating system has against it
 */
export async function launchTrainer(call: TrainerCall): Promise<Trainer> {
  const { runtime, program, task, logFile, environment } = call;
  const order: ComputingOrder = { task, withoutParent: 'go-on', events: 'record-only' };
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = fork(program, ['compute', JSON.stringify(order)], {
      execPath: runtime.program,
      execArgv: [],
      // Neither the extension's folder nor the workspace is held by a run that outlives the window.
      cwd: os.tmpdir(),
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...environment, ...runtime.environment },
    });
    const { pid } = child;
    if (pid === undefined) throw await failureOf(child);
    return followChild(child, { pid, startToken: processStartToken(pid) }, logFile);
  } finally {
    closeSync(log);
  }
}

async function failureOf(child: ChildProcess): Promise<Error> {
  const [error] = (await once(child, 'error')) as [Error];
  return error;
}

function followChild(child: ChildProcess, identity: ProcessIdentity, logFile: string): Trainer {
  let error: ComputingError | undefined;
  let tellStarted: (folder: RunFolder | undefined) => void = () => undefined;
  const started = new Promise<RunFolder | undefined>((resolve) => (tellStarted = resolve));
  child.on('message', (received) => {
    const message = received as ComputingMessage;
    if (!('type' in message)) return;
    if (message.type === 'started') tellStarted(new RunFolder(message.folder));
    if (message.type === 'failed') {
      ({ error } = message);
      if (error.kind === 'unexpected') appendQuietly(logFile, `${error.stack ?? error.message}\n`);
    }
  });
  // A message that can't be sent is no reason to fall over.
  child.on('error', () => undefined);
  // Messages may come after the end of the process, until the channel is closed.
  const exited = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(
    ([[exitCode, signal]]: [unknown[], unknown[]]): TrainerExit => {
      tellStarted(undefined);
      return { exitCode: exitCode as number | null, signal: signal as NodeJS.Signals | null, error };
    },
  );
  child.unref();
  child.channel?.unref();
  return {
    identity,
    logFile,
    started,
    exited,
    kill: async () => {
      const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
      if (hasEnded()) return;
      // As long as its end has not been told, the pid is the child's, whether there is a start token or not.
      if (!(await killTree(identity)) && !hasEnded()) child.kill('SIGKILL');
    },
  };
}

function appendQuietly(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch {
    // The message tells as well.
  }
}

/** A trainer that an earlier window had started, found again. Without an identity it counts as gone. */
export function findTrainerAgain(
  request: RunRequest,
  identity: ProcessIdentity | null,
  logFile: string,
): Trainer {
  return {
    identity,
    logFile,
    started: identity === null ? Promise.resolve(undefined) : folderOnceStarted(request, identity),
    exited: goneFor(identity),
    kill: async () => {
      if (identity !== null) await killTree(identity);
    },
  };
}

async function folderOnceStarted(
  request: RunRequest,
  identity: ProcessIdentity,
): Promise<RunFolder | undefined> {
  for (;;) {
    const gone = !isAlive(identity);
    const folder = await folderOfTrainer(request, identity);
    if (folder !== undefined || gone) return folder;
    await delay(LOOK_EVERY_MILLISECONDS);
  }
}

async function goneFor(identity: ProcessIdentity | null): Promise<TrainerExit> {
  while (identity !== null && isAlive(identity)) await delay(LOOK_EVERY_MILLISECONDS);
  return { exitCode: null, signal: null };
}

function isAlive(identity: ProcessIdentity): boolean {
  return isProcessAlive({ ...identity, host: '', controlAddress: '', startedAt: 0 });
}
