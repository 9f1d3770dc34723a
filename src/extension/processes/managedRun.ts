import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunFolder } from '../../runs';
import { launchFailure, runEnd, startFailure } from './failures';
import { LaunchLog } from './launchLog';
import { controlRun, stopRun, trainerOf } from './liveRun';
import type { KeptRun } from './queueFile';
import { chooseRuntime } from './runtime';
import { findTrainerAgain, launchTrainer, type Trainer } from './trainer';
import { trainerWords, workingFolder } from './trainerWords';
import type { ProcessSettings, QueuedRun, RunEnd, RunRequest } from './types';
import { delay } from './waiting';

const LOOK_EVERY_MILLISECONDS = 100;

/** What a run needs of the world. */
export interface RunSurroundings {
  /** The bundle of the trainer. */
  readonly program: string;
  /** For what the trainers print. */
  readonly logFolder: string;
  readonly settings: () => ProcessSettings;
  readonly environment: () => NodeJS.ProcessEnv;
}

interface RunListener {
  /** Its state, folder or process is another. */
  changed(): void;
  ended(end: RunEnd): void;
}

/** One run of this window, from its request to its end. */
export class ManagedRun implements QueuedRun {
  readonly stopped: Promise<RunEnd>;
  private settle: (end: RunEnd) => void = () => undefined;
  private current: QueuedRun['state'] = 'queued';
  private begunIn: RunFolder | undefined;
  private launch: KeptRun['launch'];
  private trainer: Trainer | undefined;
  private stopAsked = false;
  private isSettled = false;
  private readonly begun: Promise<void>;
  private tellBegun: () => void = () => undefined;

  constructor(
    readonly id: string,
    readonly request: RunRequest,
    private readonly surroundings: RunSurroundings,
    private readonly listener: RunListener,
  ) {
    this.stopped = new Promise((resolve) => (this.settle = resolve));
    this.begun = new Promise((resolve) => (this.tellBegun = resolve));
  }

  get state(): QueuedRun['state'] {
    return this.current;
  }

  get folder(): RunFolder | undefined {
    return this.begunIn ?? (this.request.kind === 'resume' ? this.request.folder : undefined);
  }

  /** What the next window must know of it. */
  kept(): KeptRun {
    const { id, request, launch, begunIn } = this;
    return { id, request, ...(launch && { launch }), ...(begunIn && { folder: begunIn.path }) };
  }

  /** Takes it from the queue and starts its trainer. */
  async begin(): Promise<void> {
    this.current = 'starting';
    this.listener.changed();
    const { request, surroundings } = this;
    const { nodePath, engine } = surroundings.settings();
    const chosen = await chooseRuntime(nodePath);
    if (!chosen.ok) {
      const { program: runtime, problem } = chosen;
      this.end({ kind: 'failed', reason: { kind: 'runtime', runtime, problem } });
      return;
    }
    const words = await trainerWords(request, engine);
    if (this.isSettled) return;
    if (this.stopAsked) {
      this.end({ kind: 'cancelled' });
      return;
    }
    const { runtime } = chosen;
    const logFile = path.join(surroundings.logFolder, `${this.id}.log`);
    this.launch = { identity: null, logFile };
    this.listener.changed();
    try {
      const { program } = surroundings;
      const [folder, environment] = [workingFolder(request), surroundings.environment()];
      const trainer = await launchTrainer({ runtime, program, words, folder, logFile, environment });
      this.launch = { identity: trainer.identity, logFile };
      this.listener.changed();
      void this.follow(trainer);
    } catch (thrown) {
      this.end({ kind: 'failed', reason: launchFailure(thrown, runtime.program, logFile) });
    }
  }

  /** Goes on looking after a trainer that an earlier window had started. */
  findAgain(launch: NonNullable<KeptRun['launch']>, folder: RunFolder | undefined): void {
    this.launch = launch;
    this.current = 'starting';
    if (folder !== undefined) this.hasBegun(folder);
    void this.follow(findTrainerAgain(launch.identity, launch.logFile));
  }

  async stop(): Promise<void> {
    if (this.isSettled) return;
    this.stopAsked = true;
    if (this.current === 'queued') {
      this.end({ kind: 'cancelled' });
      return;
    }
    const { trainer, begunIn } = this;
    if (trainer === undefined) {
      // It sees that it is to stop before it starts anything.
      await this.stopped;
      return;
    }
    if (begunIn !== undefined) {
      const graceMilliseconds = this.surroundings.settings().stopGraceSeconds * 1000;
      await stopRun(begunIn, graceMilliseconds);
      await Promise.race([trainer.exited, delay(graceMilliseconds)]);
    }
    await trainer.kill();
    await this.stopped;
  }

  /** Pauses it before the window goes. */
  async pauseWithin(milliseconds: number): Promise<void> {
    if (this.current === 'queued') return;
    const deadline = Date.now() + milliseconds;
    await Promise.race([this.begun, this.stopped, delay(milliseconds)]);
    if (this.begunIn !== undefined) await controlRun(this.begunIn, 'pause', deadline - Date.now());
  }

  /** Has it stop before the window goes; it ends by itself once it has agreed, and at once when it does not answer. */
  async stopWithin(milliseconds: number): Promise<void> {
    this.stopAsked = true;
    if (this.current === 'queued') {
      this.end({ kind: 'cancelled' });
      return;
    }
    try {
      if (this.begunIn === undefined) await this.trainer?.kill();
      else await controlRun(this.begunIn, 'stop', milliseconds);
    } catch {
      await this.trainer?.kill();
    }
  }

  /** The window goes, the run does not. */
  leave(): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.settle({ kind: 'left', ...(this.folder && { folder: this.folder }) });
  }

  private async follow(trainer: Trainer): Promise<void> {
    this.trainer = trainer;
    const log = new LaunchLog(trainer.logFile);
    const watch = { isGone: false };
    const exited = trainer.exited.then((exit) => {
      watch.isGone = true;
      return exit;
    });
    while (this.begunIn === undefined && !this.isSettled) {
      // The order counts: what was printed before the end is there after it.
      const { isGone } = watch;
      const folder = await log.runFolder(this.request);
      if (folder !== undefined) this.hasBegun(folder);
      else if (isGone) break;
      else await Promise.race([exited, delay(LOOK_EVERY_MILLISECONDS)]);
    }
    const exit = await exited;
    // The process that trains may be another than the one that was started, and outlive it.
    while (this.begunIn !== undefined && trainerOf(this.begunIn) !== undefined && !this.isSettled) {
      await delay(LOOK_EVERY_MILLISECONDS);
    }
    if (!this.isSettled) this.end(await this.endOf(log, exit));
  }

  private async endOf(log: LaunchLog, exit: Awaited<Trainer['exited']>): Promise<RunEnd> {
    if (this.begunIn === undefined) {
      return this.stopAsked
        ? { kind: 'cancelled' }
        : { kind: 'failed', reason: await startFailure(this.request, log, exit) };
    }
    const end = await runEnd(this.begunIn, log, exit);
    const wasKilled = end.kind === 'failed' && end.reason.kind === 'crashed' && this.stopAsked;
    return wasKilled ? { kind: 'stopped', folder: this.begunIn } : end;
  }

  private hasBegun(folder: RunFolder): void {
    this.begunIn = folder;
    this.current = 'running';
    this.tellBegun();
    this.listener.changed();
  }

  private end(end: RunEnd): void {
    if (this.isSettled) return;
    this.isSettled = true;
    const logFile = this.launch?.logFile;
    if (logFile !== undefined && end.kind !== 'failed')
      void rm(logFile, { force: true }).catch(() => undefined);
    const told = this.folder === undefined ? end : { ...end, folder: this.folder };
    this.settle(told);
    this.listener.ended(told);
  }
}
