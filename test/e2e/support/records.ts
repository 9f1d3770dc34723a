import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive, readProcessFile, RunFolder, runsFolder } from '../../../src/runs';
import type { Person } from './person';

/** Long enough for whatever is done to a run; nobody waits for its end. */
const EPOCHS = 100_000;

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

/** The records in a person's folder, oldest first. */
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
