import { access, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { UserError } from '../../common/errors';
import { fingerprint, parseOverride, readExperiment } from '../../experiment';
import type { ExperimentFile } from '../../protocol/record';
import type { RunEntry } from '../records/entry';

type Frozen = ExperimentFile<unknown>;

/** What a run was asked to do, as its record has it. @throws UserError when the record has lost it */
export async function frozenExperiment(entry: RunEntry): Promise<Frozen> {
  try {
    const frozen: unknown = JSON.parse(await readFile(entry.folder.experiment, 'utf8'));
    if (isFrozen(frozen)) return frozen;
  } catch {
    // Told below, whatever was wrong with the file.
  }
  throw new UserError(
    `The record of ${entry.folder.id} does not say what was run: ${entry.folder.experiment} is missing or damaged.`,
    'Run the experiment file anew.',
  );
}

/** The experiment file of a run, where it still is; records that came from another machine lie beside it. */
export async function experimentFileOf(entry: RunEntry): Promise<string | undefined> {
  const { experimentFile } = entry.summary;
  if (experimentFile === undefined) return undefined;
  const name = experimentFile.split(/[\\/]/).at(-1) ?? '';
  for (const file of [experimentFile, path.join(path.dirname(entry.distillery), name)]) {
    if (await exists(file)) return file;
  }
  return undefined;
}

/** Whether the file, with the run's overrides, still says what was run. */
export async function stillSays(file: string, { experiment, overrides }: Frozen): Promise<boolean> {
  const now = readExperiment(await readFile(file, 'utf8'), file, { overrides: overrides.map(parseOverride) });
  return now.ok && fingerprint(now.experiment) === fingerprint(experiment);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function isFrozen(value: unknown): value is Frozen {
  if (typeof value !== 'object' || value === null) return false;
  const { source, overrides, experiment } = value as Partial<Frozen>;
  return (
    typeof source === 'string' &&
    Array.isArray(overrides) &&
    overrides.every((override) => typeof override === 'string') &&
    typeof experiment === 'object' &&
    experiment !== null
  );
}
