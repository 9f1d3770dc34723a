import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { RunEvent } from '../src/protocol/events';

const trainer = path.resolve(__dirname, '..', 'dist', 'trainer.js');
const peakMemoryHook = path.join(__dirname, 'peakMemory.cjs');

export interface TrainerProcess {
  /** From the start of the process to the first event of each type, in seconds. */
  readonly firstSeconds: ReadonlyMap<RunEvent['type'], number>;
  /** The whole run. */
  readonly seconds: number;
  /** The most memory that the process ever held, in bytes. */
  readonly peakMemory: number;
}

/**
 * Runs an experiment as a person would from a shell.
 *
 * @param folder for a file of ours
 * @param options of the command line
 */
export async function runTrainer(
  experimentFile: string,
  folder: string,
  options: readonly string[],
): Promise<TrainerProcess> {
  const memoryFile = path.join(folder, 'peak-memory.txt');
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const child = spawn(
    process.execPath,
    ['--require', peakMemoryHook, trainer, 'run', experimentFile, '--json', ...options],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DISTILLERY_PEAK_MEMORY_FILE: memoryFile },
    },
  );
  const ended = once(child, 'close');
  const firstSeconds = new Map<RunEvent['type'], number>();
  for await (const line of createInterface({ input: child.stdout })) {
    const { type } = JSON.parse(line) as Partial<RunEvent>;
    if (type !== undefined && !firstSeconds.has(type)) firstSeconds.set(type, seconds());
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0)
    throw new Error(`The run of ${path.basename(experimentFile)} ended with exit code ${String(code)}.`);
  return { firstSeconds, seconds: seconds(), peakMemory: Number(readFileSync(memoryFile, 'utf8')) };
}
