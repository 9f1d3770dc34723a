import fs from 'node:fs/promises';
import {
  listRunIds,
  OutlineFollower,
  Pace,
  readAnnotations,
  readOrigin,
  readReport,
  RunFolder,
  type RunOrigin,
  runsFolder,
  stampOf,
  summarize,
  SummaryIndex,
  summaryOf,
} from '../../runs';
import type { RunEntry } from './entry';
import { type Finding, Findings, type RunListListener } from './findings';

/** As many of the newest runs are shown before all others: more than a view has room for. */
const FIRST_ROWS = 100;
/** How long records are read that the index lacks, before the list is shown without the rest. */
const FIRST_ROWS_MILLISECONDS = 100;
/** How long a run that has just appeared may take until its first event. */
const ARRIVAL_MILLISECONDS = 30_000;

interface Followed {
  readonly follower: OutlineFollower;
  readonly origin: RunOrigin;
}

/** The two steps in which a list comes up. */
export interface Loading {
  /** When there is something to show. */
  readonly firstRows: Promise<unknown>;
  /** When all is listed that the index knows; the comparison with the disk goes on. */
  readonly known: Promise<unknown>;
}

/**
 * The runs of one `.distillery` folder. What the index knows is shown at once and compared with the disk afterwards; only
 * records that have changed are read. Live runs are followed.
 */
export class RunList {
  private readonly runs = new Map<string, RunEntry>();
  private readonly followed = new Map<string, Followed>();
  /** Runs that came while the list was up, and until when they are looked at. */
  private readonly arrivals = new Map<string, number>();
  private readonly touched = new Set<string>();
  private ids: readonly string[] | undefined;
  private index: SummaryIndex | undefined;
  private indexState: 'saved' | 'to-save' = 'saved';
  private folderTime: number | undefined;
  private work: Promise<void> = Promise.resolve();
  private jobs = 0;
  private state: 'loading' | 'up' | 'disposed' = 'loading';

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

  /** To be called once, and first. */
  load(): Loading {
    let ids: readonly string[] = [];
    const firstRows = this.enqueue(async () => {
      [ids, this.index] = await Promise.all([this.idsOnDisk(), SummaryIndex.open(this.distillery)]);
      await this.list(ids.slice(0, FIRST_ROWS));
    });
    const known = this.enqueue(async () => {
      if (ids.length > FIRST_ROWS) await this.list(ids.slice(FIRST_ROWS));
    });
    void this.enqueue(async () => {
      await this.compare(ids);
      if (this.state === 'loading') this.state = 'up';
    });
    return { firstRows, known };
  }

  /** Looks for what has changed on disk. Resolves when all is seen. */
  refresh(): Promise<void> {
    return this.enqueue(async () => this.compare(await this.idsOnDisk()));
  }

  /** When no work is under way or waiting. */
  settled(): Promise<void> {
    return this.work;
  }

  /** Looks at one run again: something of it was written. */
  touch(id: string): Promise<void> {
    this.touched.add(id);
    return this.touched.size > 1 ? this.work : this.enqueue(() => this.lookAtTouched());
  }

  /** Takes in what live runs have written, and whether runs have come or gone. Never rejects. */
  async poll(): Promise<void> {
    const changed: RunEntry[] = [];
    for (const [id, followed] of this.followed) {
      const before = this.runs.get(id);
      const entry = this.follow(followed);
      if (JSON.stringify(entry) !== JSON.stringify(before)) changed.push(entry);
    }
    if (changed.length > 0) this.listener.onChanged(changed);
    const ended = changed.filter(({ summary }) => !isLive(summary));
    await Promise.all(
      [...ended.map(({ folder }) => folder.id), ...this.arriving()].map((id) => this.touch(id)),
    );
    if ((await folderTime(this.distillery)) !== this.folderTime) await this.refresh();
  }

  /** Ends all work that is under way. */
  dispose(): void {
    this.state = 'disposed';
    this.followed.clear();
  }

  /** Lists what the index knows of these runs; of the others, as many as can be read in a short time. */
  private async list(ids: readonly string[]): Promise<void> {
    const pace = new Pace();
    const readUntil = performance.now() + FIRST_ROWS_MILLISECONDS;
    for (const id of ids) {
      const folder = this.folderOf(id);
      const known = this.index?.get(id);
      if (known) {
        const { summary, annotations } = known;
        this.put({ folder, distillery: this.distillery, summary, annotations });
      } else if (performance.now() < readUntil) this.read(folder);
      if (pace.isDue) await pace.rest();
    }
    this.listener.onReplaced();
  }

  /** One job after the other; the index is saved when there are no more. */
  private enqueue(job: () => Promise<void>): Promise<void> {
    this.jobs++;
    this.work = this.work.then(async () => {
      try {
        if (!this.isDisposed()) await job();
      } catch (problem) {
        this.listener.onProblem(problem);
      }
      if (--this.jobs === 0) await this.save();
    });
    return this.work;
  }

  private isDisposed(): boolean {
    return this.state === 'disposed';
  }

  /** Newest first; none where they can't be read. */
  private async idsOnDisk(): Promise<string[]> {
    this.folderTime = await folderTime(this.distillery);
    try {
      return (await listRunIds(this.distillery)).reverse();
    } catch (problem) {
      this.listener.onUnreadable(problem);
      return [];
    }
  }

  private async compare(ids: readonly string[]): Promise<void> {
    const findings = new Findings(this.listener);
    const present = new Set(ids);
    for (const id of [...this.runs.keys()].filter((known) => !present.has(known))) {
      findings.add(this.remove(id), undefined);
    }
    const pace = new Pace();
    for (const id of ids) {
      if (this.isDisposed()) return;
      if (!this.followed.has(id)) findings.add(await this.look(id), this.runs.get(id));
      if (!pace.isDue) continue;
      await pace.rest();
      findings.tellNowAndThen();
    }
    findings.tell();
  }

  private async lookAtTouched(): Promise<void> {
    const ids = [...this.touched];
    this.touched.clear();
    const findings = new Findings(this.listener);
    for (const id of ids) findings.add(await this.look(id), this.runs.get(id));
    findings.tell();
  }

  /** Reads a run if it has changed since it was read. */
  private async look(id: string): Promise<Finding> {
    const folder = this.folderOf(id);
    const stamp = await stampOf(folder);
    if (stamp === undefined) return this.remove(id);
    const known = this.runs.get(id);
    if (known !== undefined && this.index?.get(id)?.stamp === stamp) return 'same';
    const followed = this.followed.get(id);
    const { summary, annotations } = followed ? this.follow(followed) : this.read(folder);
    if (!isLive(summary)) {
      this.index?.set({ stamp, summary, annotations });
      this.indexState = 'to-save';
    }
    if (known !== undefined) return 'changed';
    if (this.state === 'up') this.arrivals.set(id, Date.now() + ARRIVAL_MILLISECONDS);
    return 'new';
  }

  /** Runs may be seen before their first event is written; then they must not be taken for dead ones. */
  private arriving(): string[] {
    for (const [id, end] of this.arrivals) {
      if (this.followed.has(id) || !this.runs.has(id) || Date.now() > end) this.arrivals.delete(id);
    }
    return [...this.arrivals.keys()];
  }

  private folderOf(id: string): RunFolder {
    return this.runs.get(id)?.folder ?? RunFolder.of(this.distillery, id);
  }

  private read(folder: RunFolder): RunEntry {
    return this.put({
      folder,
      distillery: this.distillery,
      summary: summarize(folder),
      annotations: readAnnotations(folder),
    });
  }

  private follow({ follower, origin }: Followed): RunEntry {
    const { folder } = follower;
    return this.put({
      folder,
      distillery: this.distillery,
      summary: summaryOf(follower.outline(), origin, readReport(folder)),
      annotations: readAnnotations(folder),
    });
  }

  private put(entry: RunEntry): RunEntry {
    const { folder, summary } = entry;
    const { id } = folder;
    if (!this.runs.has(id)) this.ids = undefined;
    this.runs.set(id, entry);
    if (!isLive(summary)) this.followed.delete(id);
    else if (!this.followed.has(id)) {
      this.followed.set(id, { follower: new OutlineFollower(folder), origin: readOrigin(folder) });
    }
    return entry;
  }

  private remove(id: string): Finding {
    this.index?.delete(id);
    this.followed.delete(id);
    if (!this.runs.delete(id)) return 'same';
    this.ids = undefined;
    this.indexState = 'to-save';
    return 'gone';
  }

  /** Where no run is left, nothing is written: the folder may have been deleted on purpose. */
  private async save(): Promise<void> {
    if (this.isDisposed() || this.indexState === 'saved' || this.runs.size === 0) return;
    this.indexState = 'saved';
    try {
      await this.index?.save();
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
