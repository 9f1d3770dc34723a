import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  isProcessAlive,
  readProcessFile,
  readRun,
  RunFolder,
  runsFolder,
  type StageRecord,
} from '../../../src/runs';
import type { Person } from './person';
import type { Workbench } from './workbench';

/** Long enough for whatever is done to a run; nobody waits for its end. */
const EPOCHS = 100_000;

const TRAINS_WITHIN = 60_000;

/** Makes the digits experiment of a person's folder one that goes on until it is stopped: one network, on labels alone. */
export function writeLongExperiment(person: Person, changes: Readonly<Record<string, unknown>> = {}): void {
  const experiment = {
    name: 'digits',
    dataset: { format: 'csv', train: 'digits.csv.gz', test: 360, validation: 0.1, inputShape: [8, 8, 1] },
    student: { model: { type: 'mlp', hidden: [128, 128] } },
    distillation: { method: 'labels' },
    training: { epochs: EPOCHS },
    baseline: false,
    seeds: [1],
    ...changes,
  };
  writeFileSync(
    path.join(person.workspace, 'digits.distill.json'),
    `${JSON.stringify(experiment, undefined, 2)}\n`,
  );
}

/** Runs the experiment of a person's folder by its CodeLens, and waits until it trains. */
export async function startRun(person: Person, workbench: Workbench): Promise<RunFolder> {
  const before = new Set(runsOf(person).map(({ id }) => id));
  await workbench.openFile('digits.distill.json');
  await workbench.codeLens(/^\s*Run$/).click();
  await workbench.openSidebar();
  await workbench.runRow(/epoch \d+/).waitFor({ timeout: TRAINS_WITHIN });
  const run = runsOf(person).find(({ id }) => !before.has(id));
  assert.ok(run);
  return run;
}

/** The records in a person's folder, in the order of their names: that of time where runs were named by the trainer. */
export function runsOf(person: Person): RunFolder[] {
  const folder = runsFolder(path.join(person.workspace, '.distillery'));
  try {
    return readdirSync(folder)
      .sort()
      .map((id) => new RunFolder(path.join(folder, id)));
  } catch {
    return [];
  }
}

/** The process that works on a run, by its record. */
export function trainerOf(folder: RunFolder): number | undefined {
  const file = readProcessFile(folder);
  return file && isProcessAlive(file) ? file.pid : undefined;
}

/** What the record of a run says of its student. */
export function studentOf(run: RunFolder): StageRecord {
  const student = readRun(run).stages.find(({ stage }) => stage === 'student-1');
  assert.ok(student);
  return student;
}

type Written = readonly (number | null)[];

export interface WrittenEvent {
  readonly type: string;
  readonly stage?: string;
  readonly first?: number;
  readonly total?: Written;
  readonly hard?: Written;
  readonly soft?: Written;
  readonly learningRate?: Written;
  readonly epoch?: number;
  readonly step?: number;
  readonly validation?: { readonly accuracy: number };
  readonly logits?: readonly (readonly number[])[];
  readonly examples?: readonly { readonly label: number; readonly teacherLogits: readonly number[] }[];
  readonly classMeans?: { readonly temperature: number; readonly rows: readonly (readonly number[])[] };
}

/** The whole lines of a run's log, read here without the project's own reader. */
export function eventsOf(run: RunFolder): WrittenEvent[] {
  return readFileSync(run.events, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as WrittenEvent];
      } catch {
        return [];
      }
    });
}

/** The steps up to `count` of the student that no event of the log tells. */
export function missingSteps(run: RunFolder, count: number): number[] {
  const told = new Set(
    eventsOf(run).flatMap(({ type, stage, first = 0, total = [] }) =>
      type === 'steps' && stage === 'student-1' ? total.map((_, index) => first + index) : [],
    ),
  );
  return Array.from({ length: count }, (_, index) => index + 1).filter((step) => !told.has(step));
}
