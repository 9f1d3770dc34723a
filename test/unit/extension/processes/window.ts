import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RunQueue } from '../../../../src/extension/processes/runQueue';
import type {
  ProcessSettings,
  QueuedRun,
  RunEnd,
  RunRequest,
} from '../../../../src/extension/processes/types';
import type { ExperimentInput } from '../../../../src/experiment/schema/experiment';
import { isProcessAlive, readProcessFile, readRun, type RunFolder } from '../../../../src/runs';
import type { ProcessFile } from '../../../../src/protocol/record';
import { smallExperiment, TrainerFolder } from '../../trainer/trainerProcess';

export const root = path.resolve(__dirname, '..', '..', '..', '..');
const program = path.join(root, 'dist', 'trainer.js');

const defaults: ProcessSettings = {
  maxConcurrentRuns: 1,
  stopGraceSeconds: 20,
  onWindowClose: 'keepRunning',
  engine: 'auto',
};

/** Waits until something is so; Mocha's time is the limit. */
export async function until<Found>(find: () => Found | undefined | false): Promise<Found> {
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await delay(20);
  }
}

/** What a window does with runs, without VS Code. */
export class TestWindow {
  readonly queue: RunQueue;
  readonly ends: { readonly run: QueuedRun; readonly end: RunEnd }[] = [];
  readonly problems: unknown[] = [];
  settings = defaults;
  environment: NodeJS.ProcessEnv = process.env;

  constructor(storage: string, settings: Partial<ProcessSettings> = {}) {
    this.settings = { ...defaults, ...settings };
    this.queue = new RunQueue(
      {
        program,
        storage,
        settings: () => this.settings,
        environment: () => Promise.resolve(this.environment),
      },
      {
        changed: () => undefined,
        ended: (run, end) => this.ends.push({ run, end }),
        problem: (thrown) => this.problems.push(thrown),
      },
    );
  }
}

/** Two experiments, one that ends soon and one that does not, on an engine that starts at once; and windows that run them. */
export class Workplace {
  private readonly folder = new TrainerFolder(200);
  readonly storage = mkdtempSync(path.join(os.tmpdir(), 'distillery-storage-'));
  private readonly windows: TestWindow[] = [];
  private readonly trainers: ProcessFile[] = [];
  readonly short = this.write('short', { training: { epochs: 1 } });
  readonly long = this.write('long', { training: { epochs: 100_000 } });

  write(name: string, changes: Partial<ExperimentInput>): string {
    const file = path.join(this.folder.path, `${name}.distill.json`);
    const experiment = smallExperiment({
      name,
      engine: { name: 'cpu' },
      distillation: { method: 'labels' },
      teacher: undefined,
      record: { checkpointSeconds: 1 },
      ...changes,
    });
    writeFileSync(file, JSON.stringify(experiment));
    return file;
  }

  writeText(name: string, text: string): string {
    const file = path.join(this.folder.path, name);
    writeFileSync(file, text);
    return file;
  }

  window(settings?: Partial<ProcessSettings>): TestWindow {
    const window = new TestWindow(this.storage, settings);
    this.windows.push(window);
    return window;
  }

  runs(): Promise<RunFolder[]> {
    return this.folder.runs();
  }

  /** The process of a run, which must not outlive the test. */
  trainerOf(folder: RunFolder | undefined): ProcessFile {
    assert.ok(folder);
    const trainer = readProcessFile(folder);
    assert.ok(trainer);
    this.trainers.push(trainer);
    return trainer;
  }

  /** Waits until it trains, so that there is something to lose. */
  async training(run: QueuedRun): Promise<ProcessFile> {
    const folder = await until(() => run.state === 'running' && run.folder);
    const trainer = this.trainerOf(folder);
    await until(() => readRun(folder).stages.some(({ epochs }) => epochs.length > 0));
    return trainer;
  }

  /** Ends all; no process may be left. */
  async close(): Promise<void> {
    for (const { queue } of this.windows) queue.dispose();
    for (const folder of await this.runs()) this.trainerOf(folder);
    const left = this.trainers.filter(isProcessAlive);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    rmSync(this.storage, { recursive: true, force: true });
    this.folder.remove();
    assert.deepEqual(left, [], 'processes were left');
  }
}

export function requestFor(
  experimentFile: string,
  changes: Partial<Exclude<RunRequest, { kind: 'resume' }>> = {},
): RunRequest {
  return { kind: 'run', experimentFile, overrides: [], cache: 'use', ...changes };
}
