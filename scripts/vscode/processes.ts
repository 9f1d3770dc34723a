import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The variable of the environment by which everything that a test host started is recognised, however far it got away. */
const MARK = 'DISTILLERY_TEST_HOST';

/** All processes of one test host: what it starts, and what those start, also in process groups of their own. */
export class ProcessFamily {
  readonly #mark = randomUUID();
  readonly #children: ChildProcess[] = [];

  /** The environment that members are started with. */
  environment(): NodeJS.ProcessEnv {
    return { ...process.env, [MARK]: this.#mark };
  }

  start(command: string, words: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, words, {
      ...options,
      env: { ...this.environment(), ...options.env },
      detached: process.platform !== 'win32',
    });
    this.#children.push(child);
    return child;
  }

  /** Members that run, by process id. Where the system has no /proc, only those that were started here are known. */
  members(): number[] {
    const started = this.#children.flatMap(({ pid, exitCode, signalCode }) =>
      pid === undefined || exitCode !== null || signalCode !== null ? [] : [pid],
    );
    return [...new Set([...started, ...(process.platform === 'linux' ? marked(this.#mark) : [])])];
  }

  /** Command lines of the members that run. */
  commandLines(): string[] {
    return this.members().flatMap((pid) => {
      const line = processFile(pid, 'cmdline')?.replaceAll('\0', ' ').trim();
      return line === undefined || line === '' ? [] : [line];
    });
  }

  /** Kills every member. Those that come into being meanwhile are killed, too. */
  stop(): void {
    for (let round = 0; round < 20; round++) {
      const members = this.members();
      if (members.length === 0) return;
      members.forEach(killTree);
    }
  }
}

function marked(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => processFile(pid, 'environ')?.split('\0').includes(`${MARK}=${mark}`) === true)
    .filter((pid) => !isZombie(pid));
}

function isZombie(pid: number): boolean {
  return (
    processFile(pid, 'stat')
      ?.replace(/^.*\) /s, '')
      .startsWith('Z') !== false
  );
}

function processFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}

function killTree(pid: number): void {
  if (process.platform === 'win32')
    attempt(() => execFileSync('taskkill', ['/pid', String(pid), '/t', '/f']));
  else for (const target of [-pid, pid]) attempt(() => process.kill(target, 'SIGKILL'));
}

/** What is to be killed may have ended by itself, and need not lead a process group. */
function attempt(kill: () => unknown): void {
  try {
    kill();
  } catch {
    return;
  }
}

/**
 * Calls `stop` when this program is interrupted, before it ends with the exit code that shells give for the signal.
 *
 * @returns a function by which signals are no longer heeded
 */
export function stopOnSignals(stop: () => void): () => void {
  const handlers = EXIT_CODES.map(([signal, code]) => {
    const handler = (): void => {
      stop();
      process.exit(code);
    };
    process.once(signal, handler);
    return [signal, handler] as const;
  });
  return () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
}

const EXIT_CODES = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;
