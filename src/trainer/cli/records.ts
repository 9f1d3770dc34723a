import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { listRuns, RunFolder } from '../../runs';

const RECORDS = '.distillery';

async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** How deep below a folder experiment files are looked for: `examples/mnist` is found from a project's root. */
const DEPTH = 2;

/**
 * The folders of run records that belong to a folder: its own `.distillery` and those of the folders in it, two levels deep,
 * where experiment files may lie. A `.distillery` folder itself is taken as it is.
 */
export async function recordFolders(folder: string): Promise<string[]> {
  if (path.basename(folder) === RECORDS) return (await isFolder(folder)) ? [folder] : [];
  try {
    return await recordFoldersBelow(folder, DEPTH);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw new UserError(`Can't read the folder ${folder}: ${code ?? 'error'}`);
  }
}

async function recordFoldersBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const own = entries.some((entry) => entry.isDirectory() && entry.name === RECORDS)
    ? [path.join(folder, RECORDS)]
    : [];
  if (depth === 0) return own;
  const below = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map(({ name }) => path.join(folder, name))
    .sort();
  const found = await Promise.all(below.map((each) => recordFoldersBelow(each, depth - 1).catch(() => [])));
  return [...own, ...found.flat()];
}

/** All runs that belong to a folder (see {@link recordFolders}), newest first. */
export async function findRuns(folder: string): Promise<RunFolder[]> {
  const lists = await Promise.all((await recordFolders(folder)).map((each) => listRuns(each)));
  return lists.flat().sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
}

const MOST_CANDIDATES = 5;

function listIds(runs: readonly RunFolder[]): string {
  const more = runs.length > MOST_CANDIDATES ? `, and ${runs.length - MOST_CANDIDATES} more` : '';
  return (
    runs
      .slice(0, MOST_CANDIDATES)
      .map((run) => run.id)
      .join(', ') + more
  );
}

/**
 * The run that is meant.
 * @param reference an id, the beginning of one, "latest", or the path of a run's folder
 * @throws UserError when there is none, or several
 */
export async function resolveRun(reference: string, folder: string): Promise<RunFolder> {
  const place = path.resolve(folder, reference);
  if (/[\\/]/.test(reference) || path.isAbsolute(reference)) {
    const run = new RunFolder(place);
    const isRun = await stat(run.events).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isRun) return run;
    throw new UserError(`${reference} is not the folder of a run: it has no ${path.basename(run.events)}`);
  }
  const runs = await findRuns(folder);
  const newest = runs[0];
  if (newest === undefined) {
    throw new UserError(
      `There are no runs in ${folder}`,
      'Go to the folder of the experiment file, name it with --folder, or start a run with: distillery run <file>.',
    );
  }
  if (reference === 'latest') return newest;
  const exact = runs.find((run) => run.id === reference);
  if (exact !== undefined) return exact;
  const matching = runs.filter((run) => run.id.startsWith(reference));
  const [only] = matching;
  if (only === undefined) {
    throw new UserError(`No run is called "${reference}"`, `There are: ${listIds(runs)}.`);
  }
  if (matching.length > 1) {
    throw new UserError(
      `"${reference}" is the beginning of ${matching.length} runs`,
      `Say more of it: ${listIds(matching)}.`,
    );
  }
  return only;
}

/** How to name a run in a command typed in this folder: by its id where that finds it, else by its path. */
export async function referenceTo(run: RunFolder, folder: string): Promise<string> {
  const isNear = (await findRuns(folder).catch(() => [])).some((each) => each.path === run.path);
  if (isNear) return run.id;
  const relative = path.relative(folder, run.path);
  const place =
    relative === '' || relative.includes(path.sep) ? relative || run.path : `.${path.sep}${relative}`;
  return /^[\w./\\:-]+$/.test(place) ? place : JSON.stringify(place);
}
