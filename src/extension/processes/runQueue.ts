import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { RunFolder } from '../../runs';
import { ManagedRun, type RunSurroundings } from './managedRun';
import { QueueFile, type KeptRun } from './queueFile';
import type { ProcessSettings, QueuedRun, RunEnd, RunRequest } from './types';

const LOOK_FOR_ORPHANED_QUEUES_MILLISECONDS = 5000;
/** VS Code grants an extension five seconds at the end. */
const FAREWELL_MILLISECONDS = 3000;
const LOGS_KEPT_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

export interface QueueListener {
  changed(): void;
  ended(run: QueuedRun, end: RunEnd): void;
  /** Something that spoils no run, such as a queue that can't be saved. */
  problem(thrown: unknown): void;
}

export interface QueueSurroundings extends Omit<RunSurroundings, 'logFolder'> {
  /** Where all windows of one workspace keep their queues and logs. */
  readonly storage: string;
}

/** The runs of one window: those that run, and those that wait for their turn. */
export class RunQueue {
  private runs: ManagedRun[] = [];
  private readonly file: QueueFile;
  private readonly surroundings: RunSurroundings;
  private timer: NodeJS.Timeout | undefined;
  private state: 'open' | 'closing' | 'disposed' = 'open';

  constructor(
    { storage, ...surroundings }: QueueSurroundings,
    private readonly listener: QueueListener,
  ) {
    this.file = new QueueFile(path.join(storage, 'queues'));
    this.surroundings = { ...surroundings, logFolder: path.join(storage, 'launches') };
  }

  /** Takes over what windows that are gone have left, now and whenever another one goes. */
  async restore(): Promise<void> {
    this.timer ??= setInterval(() => void this.takeOver(), LOOK_FOR_ORPHANED_QUEUES_MILLISECONDS).unref();
    await Promise.all([this.takeOver(), removeOldLogs(this.surroundings.logFolder)]);
  }

  /** In the order in which they start. */
  all(): readonly ManagedRun[] {
    return this.runs;
  }

  /** Queues a run. A run that is queued or live here already is not resumed a second time. */
  add(request: RunRequest): QueuedRun {
    const same = request.kind === 'resume' && this.find(request.folder);
    if (same) return same;
    const run = this.create(randomUUID(), request);
    this.runs.push(run);
    this.changed();
    this.startNext();
    return run;
  }

  find(folder: RunFolder): ManagedRun | undefined {
    return this.runs.find((run) => run.folder?.path === folder.path);
  }

  /** Changes places with the neighbour in the queue, if there is one. */
  move(id: string, direction: 'up' | 'down'): void {
    const waiting = this.runs.filter(({ state }) => state === 'queued');
    const place = waiting.findIndex((run) => run.id === id);
    const run = waiting[place];
    const neighbour = place < 0 ? undefined : waiting[direction === 'up' ? place - 1 : place + 1];
    if (run === undefined || neighbour === undefined) return;
    this.runs = this.runs.map((other) => (other === run ? neighbour : other === neighbour ? run : other));
    this.changed();
  }

  /** @throws UserError when it has started */
  cancel(id: string): void {
    const run = this.runs.find((other) => other.id === id);
    if (run === undefined) return;
    if (run.state !== 'queued') throw new UserError('This run has started.', 'Stop it instead.');
    void run.stop();
  }

  /** As many as are allowed run at once. Called again when that number changes. */
  startNext(): void {
    if (this.state !== 'open') return;
    const { maxConcurrentRuns } = this.surroundings.settings();
    const free = maxConcurrentRuns - this.runs.filter(({ state }) => state !== 'queued').length;
    const next = this.runs.filter(({ state }) => state === 'queued').slice(0, Math.max(0, free));
    for (const run of next) void run.begin();
  }

  /** The window goes: has its runs go on, pause or stop, quickly. Never throws. */
  async close(policy: ProcessSettings['onWindowClose']): Promise<void> {
    this.state = 'closing';
    if (policy !== 'keepRunning') {
      await Promise.all(
        [...this.runs].map((run) =>
          (policy === 'pause'
            ? run.pauseWithin(FAREWELL_MILLISECONDS)
            : run.stopWithin(FAREWELL_MILLISECONDS)
          ).catch((thrown: unknown) => {
            this.listener.problem(thrown);
          }),
        ),
      );
    }
    this.dispose();
  }

  /** Settles all that is not: runs go on, and the queue waits on disk for the next window. */
  dispose(): void {
    if (this.state === 'disposed') return;
    this.state = 'disposed';
    clearInterval(this.timer);
    this.file.release();
    for (const run of this.runs) run.leave();
    this.runs = [];
  }

  private async takeOver(): Promise<void> {
    if (this.state !== 'open') return;
    try {
      await this.file.takeOver((kept) => {
        this.adopt(kept);
      });
    } catch (thrown) {
      this.listener.problem(thrown);
    }
  }

  private adopt(kept: readonly KeptRun[]): void {
    if (this.state !== 'open') return;
    const fresh = kept.filter(({ id }) => !this.runs.some((run) => run.id === id));
    for (const { id, request, launch, folder } of fresh) {
      const run = this.create(id, request);
      this.runs.push(run);
      if (launch) run.findAgain(launch, folder === undefined ? undefined : new RunFolder(folder));
    }
    this.changed();
    this.startNext();
  }

  private create(id: string, request: RunRequest): ManagedRun {
    const run: ManagedRun = new ManagedRun(id, request, this.surroundings, {
      changed: () => {
        this.changed();
      },
      ended: (end) => {
        this.runs = this.runs.filter((other) => other !== run);
        this.changed();
        this.listener.ended(run, end);
        this.startNext();
      },
    });
    return run;
  }

  private changed(): void {
    if (this.state === 'disposed') return;
    try {
      this.file.save(this.runs.map((run) => run.kept()));
    } catch (thrown) {
      this.listener.problem(thrown);
    }
    this.listener.changed();
  }
}

/** Logs of failed launches are kept for a while, for people to read. */
async function removeOldLogs(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > LOGS_KEPT_MILLISECONDS) await rm(file, { force: true }).catch(() => undefined);
  }
}
