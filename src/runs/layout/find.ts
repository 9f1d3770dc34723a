import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { errorCode } from '../files/diskErrors';
import { RunFolder, runsFolder } from './folder';
import { nearest } from './nearest';

const SHOWN_RUNS = 5;

function runsAmong(runs: string, entries: readonly fs.Dirent[]): RunFolder[] {
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
    .map((id) => new RunFolder(path.join(runs, id)));
}

/** All runs of a `.distillery` folder, oldest first; none when the folder does not exist. */
export async function listRuns(distillery: string): Promise<RunFolder[]> {
  const runs = runsFolder(distillery);
  try {
    return runsAmong(runs, await fs.promises.readdir(runs, { withFileTypes: true }));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function listRunsSynchronously(distillery: string): RunFolder[] {
  const runs = runsFolder(distillery);
  return fs.existsSync(runs) ? runsAmong(runs, fs.readdirSync(runs, { withFileTypes: true })) : [];
}

/**
 * The run that a person means.
 *
 * @param idOrPrefix a run's id, the beginning of one, or "latest"
 * @throws UserError when there is no such run, or more than one
 */
export function findRun(distillery: string, idOrPrefix: string): RunFolder {
  const runs = listRunsSynchronously(distillery);
  const latest = runs.at(-1);
  if (!latest) {
    throw new UserError(
      `There are no runs in ${runsFolder(distillery)}.`,
      'Start one: distillery run <file>',
    );
  }
  const exact = runs.find(({ id }) => id === idOrPrefix);
  if (exact) return exact;
  if (idOrPrefix === 'latest') return latest;
  const matching = idOrPrefix === '' ? [] : runs.filter(({ id }) => id.startsWith(idOrPrefix));
  const [only] = matching;
  if (only && matching.length === 1) return only;
  if (only) {
    throw new UserError(
      `"${idOrPrefix}" is the beginning of ${matching.length} runs: ${someOf(matching)}.`,
      'Write more of the id.',
    );
  }
  const ids = runs.map(({ id }) => id);
  throw new UserError(
    `There is no run "${idOrPrefix}" in ${runsFolder(distillery)}.`,
    `Did you mean "${nearest(idOrPrefix, ids) ?? latest.id}"? "distillery runs" lists all.`,
  );
}

function someOf(runs: readonly RunFolder[]): string {
  const shown = runs.slice(-SHOWN_RUNS).map(({ id }) => id);
  return `${shown.join(', ')}${runs.length > shown.length ? ', …' : ''}`;
}
