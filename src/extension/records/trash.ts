import fs from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import { makeFolder, type RunFolder, runsFolder, summarizeRun } from '../../runs';
import type { RunEntry } from './entry';

/** Takes back a deletion. */
export interface Undo {
  /** How many runs come back. */
  readonly count: number;
  /** @throws UserError when a run can't be put back; it stays in the trash */
  undo(): Promise<void>;
}

/** How long deleted runs can be had back. */
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

export function trashFolder(distillery: string): string {
  return path.join(distillery, 'trash');
}

/**
 * Moves runs into their folder's trash, all or none.
 *
 * @throws UserError when one of them is live, or can't be moved
 */
export async function moveToTrash(entries: readonly RunEntry[], now = Date.now()): Promise<Undo> {
  const live = entries.find(({ folder }) => isLive(folder));
  if (live) throw new UserError(`The run ${live.summary.id} is still at work.`, 'Stop it first.');
  const moves = entries.map(({ folder, distillery }) => ({
    from: folder.path,
    to: path.join(trashFolder(distillery), String(now), folder.id),
  }));
  const done: { from: string; to: string }[] = [];
  try {
    for (const { from, to } of moves) {
      makeFolder(path.dirname(to));
      await fs.rename(from, to);
      done.push({ from, to });
    }
  } catch (thrown) {
    for (const { from, to } of done) await fs.rename(to, from);
    throw new UserError(
      `The run can't be deleted: ${messageOf(thrown)}`,
      'Check who may write to its folder.',
    );
  }
  return {
    count: moves.length,
    undo: async () => {
      for (const { from, to } of moves) await putBack(from, to);
    },
  };
}

/** As the disk has it now: another window may just have resumed the run. */
function isLive(folder: RunFolder): boolean {
  const { status } = summarizeRun(folder);
  return status === 'running' || status === 'paused';
}

async function putBack(from: string, to: string): Promise<void> {
  try {
    await fs.mkdir(path.dirname(from), { recursive: true });
    await fs.rename(to, from);
    await fs.rmdir(path.dirname(to)).catch(() => undefined);
  } catch (thrown) {
    throw new UserError(
      `${path.basename(from)} can't be put back: ${messageOf(thrown)}`,
      `It lies in ${to}; move it to ${runsFolder('.distillery')} by hand.`,
    );
  }
}

/** The folders of deletions that can no longer be undone. */
export async function expiredTrash(distillery: string, now = Date.now()): Promise<string[]> {
  const trash = trashFolder(distillery);
  const names = await fs.readdir(trash).catch(() => []);
  return names
    .filter((name) => /^\d+$/.test(name) && now - Number(name) > KEPT_MILLISECONDS)
    .map((name) => path.join(trash, name));
}
