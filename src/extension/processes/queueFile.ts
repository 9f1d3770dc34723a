import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { isProcessAlive, processStartToken, RunFolder, writeFileAtomic } from '../../runs';
import type { ProcessIdentity } from './killTree';
import type { RunRequest } from './types';

/** What outlives the window of a queued run. */
export interface KeptRun {
  readonly id: string;
  readonly request: RunRequest;
  /** Absent while it waits. `identity` is null from just before the process is started until it is. */
  readonly launch?: { readonly identity: ProcessIdentity | null; readonly logFile: string };
  /** Known once the run has begun. */
  readonly folder?: string;
}

const request = z.union([
  z.object({
    kind: z.enum(['run', 'teacher', 'baseline']),
    experimentFile: z.string(),
    overrides: z.array(z.string()),
    cache: z.enum(['use', 'ignore']),
  }),
  z
    .object({ kind: z.literal('resume'), folder: z.string() })
    .transform(({ kind, folder }) => ({ kind, folder: new RunFolder(folder) })),
]);

const kept = z.object({
  id: z.string(),
  request,
  launch: z
    .object({
      identity: z.object({ pid: z.int().positive(), startToken: z.string().nullable() }).nullable(),
      logFile: z.string(),
    })
    .optional(),
  folder: z.string().optional(),
});

const NOBODY = 0;

/** Whom a queue belongs to; in the file's name, so that renaming it hands it over in one step. */
interface Owner {
  readonly pid: number;
  readonly startToken: string;
  readonly host: string;
}

function nameFor({ pid, startToken, host }: Owner): string {
  return [
    pid,
    encodeURIComponent(startToken),
    encodeURIComponent(host),
    randomBytes(4).toString('hex'),
    'json',
  ].join('~');
}

function ownerOf(name: string): Owner | undefined {
  const [pid, startToken, host, , extension, ...more] = name.split('~');
  if (extension !== 'json' || more.length > 0) return undefined;
  if (pid === undefined || startToken === undefined || host === undefined) return undefined;
  try {
    return {
      pid: Number(pid),
      startToken: decodeURIComponent(startToken),
      host: decodeURIComponent(host),
    };
  } catch {
    return undefined;
  }
}

function isGone({ pid, startToken, host }: Owner): boolean {
  if (pid === NOBODY) return true;
  if (host !== os.hostname()) return false;
  const token = startToken === '' ? null : startToken;
  return !isProcessAlive({ pid, startToken: token, host, controlAddress: '', startedAt: 0 });
}

/**
 * The queue of one window on disk: a file that belongs to its process. When that is gone, for whatever reason, exactly one
 * of the other windows of the same folder (the reloaded one, mostly) takes the file over.
 */
export class QueueFile {
  private file: string | undefined;

  /** @param folder where all windows of one workspace keep their queues */
  constructor(private readonly folder: string) {}

  /** @throws UserError when the disk refuses */
  save(runs: readonly KeptRun[]): void {
    if (runs.length === 0) {
      this.remove();
      return;
    }
    this.file ??= path.join(this.folder, nameFor(thisProcess()));
    writeFileAtomic(this.file, JSON.stringify(runs.map(written)));
  }

  /** Leaves the queue to whoever comes next, without waiting for this process to end. */
  release(): void {
    const { file } = this;
    this.file = undefined;
    if (file === undefined) return;
    const free = path.join(this.folder, nameFor({ pid: NOBODY, startToken: '', host: '' }));
    try {
      renameSync(file, free);
    } catch {
      // It is found when this process is gone.
    }
  }

  /**
   * Takes over the queues of processes that are gone.
   *
   * @param adopt is given their runs, in their order; must save them, with its own, before it returns
   */
  async takeOver(adopt: (runs: readonly KeptRun[]) => void): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      const owner = ownerOf(name);
      const file = path.join(this.folder, name);
      if (owner === undefined || file === this.file || !isGone(owner)) continue;
      const mine = path.join(this.folder, nameFor(thisProcess()));
      try {
        await rename(file, mine);
      } catch {
        // Another window was faster.
        continue;
      }
      adopt(parse(await readFile(mine, 'utf8').catch(() => '')));
      await rm(mine, { force: true });
    }
  }

  private remove(): void {
    if (this.file !== undefined) rmSync(this.file, { force: true });
    this.file = undefined;
  }
}

function thisProcess(): Owner {
  return { pid: process.pid, startToken: processStartToken(process.pid) ?? '', host: os.hostname() };
}

function written({ request: asked, ...rest }: KeptRun): object {
  return asked.kind === 'resume'
    ? { ...rest, request: { kind: 'resume', folder: asked.folder.path } }
    : { ...rest, request: asked };
}

/** What can't be understood is left out. */
function parse(text: string): KeptRun[] {
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry): KeptRun[] => {
      const { data } = kept.safeParse(entry);
      if (data === undefined) return [];
      const { id, request: asked, launch, folder } = data;
      return [{ id, request: asked, ...(launch && { launch }), ...(folder !== undefined && { folder }) }];
    });
  } catch {
    return [];
  }
}
