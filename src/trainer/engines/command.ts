import { type ChildProcess, spawn } from 'node:child_process';

/** Of what a command prints, this many characters from the end are kept for error messages. */
const KEPT_CHARACTERS = 20_000;
const KILL_AFTER_MILLISECONDS = 3000;

export interface CommandOptions {
  readonly folder?: string;
  /** What is added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutSeconds?: number;
  /** Called with every whole line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Called with the number of the process, which leads a group on all systems but Windows. */
  readonly onStart?: (pid: number) => void;
}

/** A command that could not be run or that ended in failure. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  /**
   * @param command as one would type it
   * @param kind whether the program is there at all
   * @param outcome how it ended, as in "ended with code 1"
   * @param output the end of what it printed
   */
  constructor(
    readonly command: string,
    readonly kind: 'not found' | 'failed',
    readonly outcome: string,
    readonly output: string,
  ) {
    super(`${command} ${outcome}${output.trim() === '' ? '' : `:\n${output.trim()}`}`);
  }

  /** The line of the output that most likely says why, else how the command ended. */
  essence(): string {
    const lines = this.output.split('\n').map((line) => line.trim());
    const telling =
      lines.findLast((line) =>
        /^(fatal )?\w*error\b|: (fatal )?error:|not found|cannot open|no space/i.test(line),
      ) ?? lines.findLast((line) => line !== '');
    return telling === undefined ? this.outcome : `${this.outcome} (${telling.slice(0, 300)})`;
  }
}

/**
 * Runs a program to its end. If the signal is aborted or the time is over, it is stopped together with everything that it started.
 *
 * @returns its standard output
 * @throws CommandError if it can't be found, fails or takes too long; the signal's reason if that is aborted
 */
export async function runCommand(
  program: string,
  arguments_: readonly string[],
  { folder, environment, signal, timeoutSeconds, onLine, onStart }: CommandOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const typed = [program, ...arguments_.map((argument) => (argument.includes('\n') ? '…' : argument))].join(
    ' ',
  );
  const child = spawn(program, arguments_, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: process.platform !== 'win32',
    // On Windows npm is a script, which only a shell can start.
    shell: process.platform === 'win32' && program.endsWith('.cmd'),
  });

  if (child.pid !== undefined) onStart?.(child.pid);

  let standardOutput = '';
  let everything = '';
  let unfinishedLine = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    standardOutput = (standardOutput + text).slice(-KEPT_CHARACTERS);
    everything = (everything + text).slice(-KEPT_CHARACTERS);
    const lines = (unfinishedLine + text).split('\n');
    unfinishedLine = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    everything = (everything + text).slice(-KEPT_CHARACTERS);
  });

  const time = { isOver: false };
  const stop = (): void => {
    stopTree(child);
  };
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => {
          time.isOver = true;
          stop();
        }, timeoutSeconds * 1000);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const outcome = await new Promise<string>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        const missing = error.code === 'ENOENT';
        reject(
          new CommandError(
            typed,
            missing ? 'not found' : 'failed',
            missing ? 'was not found' : error.message,
            '',
          ),
        );
      });
      child.once('close', (code, killedBy) => {
        resolve(
          code === 0 ? '' : killedBy === null ? `ended with code ${code ?? -1}` : `was ended by ${killedBy}`,
        );
      });
    });
    signal?.throwIfAborted();
    if (time.isOver)
      throw new CommandError(typed, 'failed', `took longer than ${timeoutSeconds ?? 0} s`, everything);
    if (outcome !== '') throw new CommandError(typed, 'failed', outcome, everything);
    return standardOutput;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function stopTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => {
        child.kill();
      },
    );
    return;
  }
  signalGroup(pid, 'SIGTERM');
  const last = setTimeout(() => {
    signalGroup(pid, 'SIGKILL');
  }, KILL_AFTER_MILLISECONDS);
  child.once('close', () => {
    clearTimeout(last);
    // Some of what it started may not care.
    signalGroup(pid, 'SIGKILL');
  });
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has ended by itself.
  }
}
