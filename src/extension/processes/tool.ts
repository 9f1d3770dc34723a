import { spawn } from 'node:child_process';
import { processStartToken } from '../../runs';
import { killTree } from './killTree';
import type { Runtime } from './runtime';
import type { ToolOptions, ToolResult } from './types';

export interface ToolCall {
  readonly runtime: Runtime;
  readonly program: string;
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Runs a short job of the command line to its end. When the signal is aborted, ends it at once, with all that it started.
 *
 * @throws the signal's reason when it is aborted; what the operating system says when the program can't be started
 */
export async function runTool(
  { runtime, program, words, environment }: ToolCall,
  { signal, onLine }: ToolOptions,
): Promise<ToolResult> {
  signal?.throwIfAborted();
  const child = spawn(runtime.program, [program, ...words], {
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, ...runtime.environment },
  });
  const { pid } = child;
  const startToken = pid === undefined ? null : processStartToken(pid);
  const abort = (): void => {
    if (pid === undefined) return;
    void killTree({ pid, startToken }).then((killed) => killed || child.kill('SIGKILL'));
  };
  signal?.addEventListener('abort', abort, { once: true });

  let stdout = '';
  let stderr = '';
  let unfinished = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const lines = (unfinished + text).split(/\r?\n/);
    unfinished = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve(code ?? 1);
      });
    });
    signal?.throwIfAborted();
    if (unfinished !== '') onLine?.(unfinished);
    return { exitCode, stdout, stderr };
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
