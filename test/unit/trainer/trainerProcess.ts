import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ExperimentInput } from '../../../src/experiment/schema/experiment';
import type { RunEvent, StageKey } from '../../../src/protocol/events';
import type { ProcessFile } from '../../../src/protocol/record';
import { distilleryFolder, listCheckpoints, listRuns, readProcessFile, RunFolder } from '../../../src/runs';

const root = path.resolve(__dirname, '..', '..', '..');
export const trainerProgram = path.join(root, 'dist', 'trainer.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A call of the built command line in a process of its own; `events` are what `--json` prints while it runs. */
export class TrainerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  private readonly events: RunEvent[] = [];
  private readonly listeners = new Set<() => void>();
  private output = '';
  private errors = '';

  constructor(
    words: readonly string[],
    private readonly folder: string,
  ) {
    this.child = spawn(process.execPath, [trainerProgram, ...words], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let unfinished = '';
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) this.take(line);
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = once(this.child, 'close').then(([exitCode, signal]) => {
      for (const listener of [...this.listeners]) listener();
      return {
        exitCode: exitCode as number | null,
        signal: signal as NodeJS.Signals | null,
        output: this.output,
        errors: this.errors,
      };
    });
  }

  /** Waits for an event; rejects if the process ends without it. */
  async event<Found extends RunEvent>(matches: (event: RunEvent) => event is Found): Promise<Found>;
  async event(matches: (event: RunEvent) => boolean): Promise<RunEvent>;
  async event(matches: (event: RunEvent) => boolean): Promise<RunEvent> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`The trainer ended without the event.\n${this.errors}${this.output.slice(-2000)}`);
      }
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
    }
  }

  /** The record of the run, once it is there. */
  async run(): Promise<RunFolder> {
    const { run } = await this.event((event) => event.type === 'run-started');
    return RunFolder.of(path.join(this.folder, '.distillery'), run);
  }

  private take(line: string): void {
    if (line.startsWith('{"type":')) this.events.push(JSON.parse(line) as RunEvent);
    for (const listener of [...this.listeners]) listener();
  }
}

/** The process that computes a run. */
export function computingProcess(run: RunFolder): ProcessFile {
  const file = readProcessFile(run);
  if (file === undefined) throw new Error(`${run.process} is not there.`);
  return file;
}

/** Runs the command line to its end. */
export function runTrainer(words: readonly string[], folder: string): Promise<Ended> {
  return new TrainerProcess(words, folder).ended;
}

/**
 * A small experiment on the first digits of the example, that trains in a second or two and yet has everything that a
 * resumed run must remember: dropout, batch norm, momenta, a schedule, the best epoch.
 */
export function smallExperiment(changes: Partial<ExperimentInput> = {}): ExperimentInput {
  return {
    name: 'small',
    dataset: { format: 'csv', train: 'digits.csv', test: 0.2, validation: 0.2, inputShape: [8, 8, 1] },
    teacher: { model: { type: 'mlp', hidden: [32], dropout: 0.2 }, training: { epochs: 4 } },
    student: { model: { type: 'mlp', hidden: [8], dropout: 0.1, batchNorm: true } },
    training: { epochs: 6, batchSize: 16, schedule: { type: 'cosine' } },
    engine: { threads: 1 },
    record: { checkpointSeconds: 0.05 },
    ...changes,
  };
}

/** Flips one bit near the end of a file. */
export function damage(file: string): void {
  const bytes = readFileSync(file);
  const place = bytes.length - 3;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x40, place);
  writeFileSync(file, bytes);
}

export class TrainerFolder {
  readonly path = mkdtempSync(path.join(os.tmpdir(), 'distillery-trainer-'));
  readonly experimentFile = path.join(this.path, 'small.distill.json');

  constructor(rows = 500) {
    const all = gunzipSync(readFileSync(path.join(root, 'examples', 'digits', 'digits.csv.gz')))
      .toString()
      .split('\n');
    writeFileSync(path.join(this.path, 'digits.csv'), `${all.slice(0, rows).join('\n')}\n`);
  }

  write(experiment: ExperimentInput): void {
    writeFileSync(this.experimentFile, JSON.stringify(experiment, undefined, 2));
  }

  /** Oldest first. */
  runs(): Promise<RunFolder[]> {
    return listRuns(distilleryFolder(this.experimentFile));
  }

  /** Changes one digit of one row. */
  changeData(): void {
    const file = path.join(this.path, 'digits.csv');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('13', '14'));
  }

  damageNewestCheckpoint(run: RunFolder, stage: StageKey): void {
    const newest = listCheckpoints(run, stage).at(-1);
    if (!newest) throw new Error(`There is no checkpoint of ${stage}.`);
    damage(newest.path);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
