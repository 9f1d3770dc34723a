import fs from 'node:fs';
import path from 'node:path';
import { errorCode } from '../files/diskErrors';
import { RunFolder, runsFolder } from './folder';

/** All runs of a `.distillery` folder, oldest first; none when the folder does not exist. */
export async function listRuns(distillery: string): Promise<RunFolder[]> {
  const runs = runsFolder(distillery);
  try {
    const entries = await fs.promises.readdir(runs, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
      .map((id) => new RunFolder(path.join(runs, id)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
