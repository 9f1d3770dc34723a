import fs from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import {
  listRuns,
  OutlineFollower,
  readAnnotations,
  readOrigin,
  readReport,
  type RunFolder,
  type RunOrigin,
  runsFolder,
  stampOf,
  summarize,
  SummaryIndex,
  summaryOf,
} from '../../runs';
import type { RunEntry } from './entry';

/** Runs read from their records before the list is shown without the others. */
const FIRST_RUNS = 50;
/** Milliseconds of reading before others get their turn. */
const SLICE_MILLISECONDS = 8;

export interface RunListListener {
  /** Runs have come, gone, or are not in the order they were. */
  readonly onReplaced: () => void;
  readonly onChanged: (entries: readonly RunEntry[]) => void;
  /** The index could not be written: the list works on, only slower at the next start. */
  readonly onProblem: (problem: unknown) => void;
}

interface Followed {
  readonly follower: OutlineFollower;
  readonly origin: RunOrigin;
}

/**
 * The runs of one `.distillery` folder. What the index knows is shown at once and compared with the disk afterwards; only
 * records that have changed are read. Live runs are followed.
 */
export class RunList {
  private readonly runs = new Map<string, RunEntry>();
  private readonly followed = new Map<string, Followed>();
  private ids: readonly string[] | undefined;
  private index: SummaryIndex | undefined;
  private folderTime: number | undefined;
  private work: Promise<void> = Promise.resolve();
  private disposed = false;

  constructor(
    readonly distillery: string,
    private readonly listener: RunListListener,
  ) {}

  /** Newest first. */
  entries(): RunEntry[] {
    this.ids ??= [...this.runs.keys()].sort().reverse();
    return this.ids.flatMap((id) => this.runs.get(id) ?? []);
  }

  /** Those at work, newest first. */
  live(): RunEntry[] {
    const ids = [...this.followed.keys()].sort().reverse();
    return ids.flatMap((id) => this.runs.get(id) ?? []);
  }

  find(id: string): RunEntry | undefined {
    return this.runs.get(id);
  }

  /** Resolves when there is something to show; the comparison with the disk goes on. */
  async load(): Promise<void> {
    const [folders, index] = await Promise.all([this.folders(), SummaryIndex.open(this.distillery)]);
    this.index = index;
    let read = 0;
    for (const folder of folders) {
      const known = index.get(folder.id);
      if (known) this.put({ folder, ...known });
      else if (read++ < FIRST_RUNS) this.read(folder);
    }
    this.listener.onReplaced();
    void this.enqueue(() => this.compare(folders));
  }

  /** Looks for what has changed on disk. Resolves when all is seen. */
  refresh(): Promise<void> {
    return this.enqueue(async () => this.compare(await this.folders()));
  }

  /** Looks at one run again: something of it was written. */
  touch(id: string): Promise<void> {
    return this.enqueue(async () => {
      const known = this.runs.get(id);
      const folder = known?.folder ?? (await this.folders()).find((candidate) => candidate.id === id);
      if (folder === undefined) return;
      if ((await stampOf(folder)) === undefined) this.remove(id);
      else if (known === undefined) {
        this.read(folder);
        this.listener.onReplaced();
      } else this.listener.onChanged([this.read(folder)]);
      await this.save();
    });
  }

  /** Takes in what live runs have written, and whether runs have come or gone. Never rejects. */
  async poll(): Promise<void> {
    const changed: RunEntry[] = [];
    for (const [id, { follower, origin }] of this.followed) {
      const before = this.runs.get(id);
      const entry = this.follow(follower, origin);
      if (before === undefined || JSON.stringify(entry) !== JSON.stringify(before)) changed.push(entry);
    }
    if (changed.length > 0) this.listener.onChanged(changed);
    const ended = changed.filter(({ summary }) => !isLive(summary));
    if (ended.length > 0) await this.enqueue(() => this.remember(ended));
    if ((await folderTime(this.distillery)) !== this.folderTime) await this.refresh();
  }

  /** Ends all work that is under way. */
  dispose(): void {
    this.disposed = true;
    this.followed.clear();
  }

  private enqueue(job: () => Promise<void>): Promise<void> {
    this.work = this.work
      .then(() => (this.disposed ? undefined : job()))
      .catch((problem: unknown) => {
        this.listener.onProblem(problem);
      });
    return this.work;
  }

  /** Newest first; none where they can't be read. */
  private async folders(): Promise<RunFolder[]> {
    this.folderTime = await folderTime(this.distillery);
    try {
      return (await listRuns(this.distillery)).reverse();
    } catch (problem) {
      this.listener.onProblem(problem);
      return [];
    }
  }

  private async compare(folders: readonly RunFolder[]): Promise<void> {
    const present = new Set(folders.map(({ id }) => id));
    const gone = [...this.runs.keys()].filter((id) => !present.has(id));
    for (const id of gone) this.remove(id, 'quietly');
    let isNew = gone.length > 0;
    let wrote = isNew;
    let changed: RunEntry[] = [];
    let sliceStart = performance.now();
    for (const folder of folders) {
      const stamp = await stampOf(folder);
      if (this.disposed) return;
      if (stamp === undefined || this.followed.has(folder.id)) continue;
      const known = this.runs.get(folder.id);
      if (known !== undefined && this.index?.get(folder.id)?.stamp === stamp) continue;
      const entry = this.read(folder);
      if (!isLive(entry.summary)) this.index?.set({ stamp, ...entry });
      wrote = true;
      if (known === undefined) isNew = true;
      else changed.push(entry);
      if (performance.now() - sliceStart < SLICE_MILLISECONDS) continue;
      await setImmediate();
      sliceStart = performance.now();
      if (changed.length > 0) this.listener.onChanged(changed);
      changed = [];
    }
    if (isNew) this.listener.onReplaced();
    else if (changed.length > 0) this.listener.onChanged(changed);
    if (wrote) await this.save();
  }

  private read(folder: RunFolder): RunEntry {
    const summary = summarize(folder);
    const entry = { folder, distillery: this.distillery, summary, annotations: readAnnotations(folder) };
    this.put(entry);
    return entry;
  }

  private follow(follower: OutlineFollower, origin: RunOrigin): RunEntry {
    const { folder } = follower;
    const summary = summaryOf(follower.outline(), origin, readReport(folder));
    const entry = { folder, distillery: this.distillery, summary, annotations: readAnnotations(folder) };
    this.put(entry);
    return entry;
  }

  private put({ folder, summary, annotations }: Omit<RunEntry, 'distillery'>): void {
    const { id } = folder;
    if (!this.runs.has(id)) this.ids = undefined;
    this.runs.set(id, { folder, distillery: this.distillery, summary, annotations });
    if (!isLive(summary)) this.followed.delete(id);
    else if (!this.followed.has(id)) {
      this.followed.set(id, { follower: new OutlineFollower(folder), origin: readOrigin(folder) });
    }
  }

  private remove(id: string, way: 'told' | 'quietly' = 'told'): void {
    this.index?.delete(id);
    this.followed.delete(id);
    this.ids = undefined;
    if (this.runs.delete(id) && way === 'told') this.listener.onReplaced();
  }

  private async remember(ended: readonly RunEntry[]): Promise<void> {
    for (const entry of ended) {
      const stamp = await stampOf(entry.folder);
      if (stamp !== undefined) this.index?.set({ stamp, ...entry });
    }
    await this.save();
  }

  private async save(): Promise<void> {
    try {
      if (!this.disposed) await this.index?.save();
    } catch (problem) {
      this.listener.onProblem(problem);
    }
  }
}

function isLive({ status }: RunEntry['summary']): boolean {
  return status === 'running' || status === 'paused';
}

/** When a run last came or went. */
async function folderTime(distillery: string): Promise<number | undefined> {
  try {
    return (await fs.stat(runsFolder(distillery))).mtimeMs;
  } catch {
    return undefined;
  }
}
