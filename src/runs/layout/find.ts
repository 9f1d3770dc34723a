import fs from 'node:fs';
import { errorCode, obstacle } from '../files/diskErrors';
import { RunFolder, runsFolder } from './folder';

/** All runs of a `.distillery` folder, oldest first; none when the folder does not exist. */
export async function listRuns(distillery: string): Promise<RunFolder[]> {
  const ids = await listRunIds(distillery);
  return ids.map((id) => RunFolder.of(distillery, id));
}

/** The ids of `listRuns`: of very many runs they are much sooner there than all that leads to each. @throws when there is a folder that can't be read */
export async function listRunIds(distillery: string): Promise<string[]> {
  const folder = runsFolder(distillery);
  try {
    const entries = await fs.promises.readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw obstacle(error, folder) ?? error;
  }
}
