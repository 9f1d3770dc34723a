import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../../../common/errors';
import { writeFileAtomic } from '../../../runs';
import type { ExportedNetwork } from './description';
import { readmeOf } from './readme';

type Files = ReadonlyMap<string, string | Uint8Array>;

/** `model.json` comes last: a folder that has it has all. */
async function filesOf(modelFolder: string, network: ExportedNetwork): Promise<Files> {
  const weights = (await readdir(modelFolder)).filter((name) => name.endsWith('.bin'));
  const files = new Map<string, string | Uint8Array>();
  for (const name of weights) files.set(name, await readFile(path.join(modelFolder, name)));
  files.set('distillery.json', `${JSON.stringify(network, undefined, 2)}\n`);
  files.set('README.md', readmeOf(network));
  files.set('model.json', await readFile(path.join(modelFolder, 'model.json')));
  return files;
}

async function writeNewFolder(target: string, files: Files): Promise<void> {
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(temporary, { recursive: true });
    for (const [name, content] of files)
      await writeFile(path.join(temporary, name), content, { flush: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

type Occupancy = 'absent' | 'empty' | 'occupied';

async function occupancyOf(target: string): Promise<Occupancy> {
  const found = await stat(target).catch(() => null);
  if (found === null) return 'absent';
  if (!found.isDirectory())
    throw new UserError(`${target} is a file`, 'Name a folder that does not exist yet.');
  return (await readdir(target)).length === 0 ? 'empty' : 'occupied';
}

/**
 * Writes a saved model with its description into `target`. A new folder appears whole or not at all; in one that exists
 * only files of the same names are replaced, each atomically.
 * @param existing what to do when `target` has files
 * @returns bytes of the model and its weights
 * @throws UserError when `target` has files and they are not to be replaced, or it can't be written
 */
export async function copyNetwork(
  modelFolder: string,
  target: string,
  network: ExportedNetwork,
  existing: 'refuse' | 'replace',
): Promise<number> {
  const occupancy = await occupancyOf(target);
  if (occupancy === 'occupied' && existing === 'refuse') {
    throw new UserError(
      `${target} exists and is not empty`,
      'Name a new folder, or replace its files with --force.',
    );
  }
  const files = await filesOf(modelFolder, network);
  try {
    if (occupancy === 'absent') await writeNewFolder(target, files);
    else for (const [name, content] of files) writeFileAtomic(path.join(target, name), content);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Can't write ${target}: ${messageOf(error)}`, 'Choose a folder that you may write.');
  }
  return [...files]
    .filter(([name]) => name === 'model.json' || name.endsWith('.bin'))
    .reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0);
}
