import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunFolder } from '../../runs';
import { computingTask } from './computingTask';
import { launchFailure, runEnd, startFailure } from './failures';
import { controlRun, stopRun } from './liveRun';
import type { KeptRun } from './queueFile';
import { chooseRuntime } from './runtime';
import { findTrainerAgain, launchTrainer, type Trainer, type TrainerExit } from './trainer';
import type { ProcessSettings, QueuedRun, RunEnd, RunRequest } from './types';
import { delay } from './waiting';

/** What a run needs of the world. */
export interface RunSurroundings {
  /** The bundle of the trainer. */
  readonly program: string;
  /** For what the trainers print. */
  readonly logFolder: string;
  readonly settings: () => ProcessSettings;
  readonly environment: () => Promise<NodeJS.ProcessEnv>;
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
    const { program, logFolder } = surroundings;
    const [task, environment] = await Promise.all([
      computingTask(request, engine),
      surroundings.environment(),
    ]);
    if (this.isSettled) return;
    const { runtime } = chosen;
    const logFile = path.join(logFolder, `${this.id}.log`);
    this.launch = { identity: null, logFile };
    this.listener.changed();
    try {
      const trainer = await launchTrainer({ runtime, program, task, logFile, environment });
      this.launch = { identity: trainer.identity, logFile };
      this.listener.changed();
      if (this.stopAsked) await trainer.kill();
      else void this.follow(trainer);
    } catch (thrown) {
      this.end({ kind: 'failed', reason: launchFailure(thrown, runtime.program) });
    }
  }

  /** Goes on looking after a trainer that an earlier window had started. */
  findAgain(launch: NonNullable<KeptRun['launch']>, folder: RunFolder | undefined): void {
    this.launch = launch;
    this.current = 'starting';
    if (folder !== undefined) this.hasBegun(folder);
    void this.follow(findTrainerAgain(this.request, launch.identity, launch.logFile));
  }

  async stop(): Promise<void> {
    if (this.isSettled) return;
    this.stopAsked = true;
    const { trainer, begunIn } = this;
    if (trainer === undefined) {
      this.end({ kind: 'cancelled' });
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

  /** Pauses it before the window goes. One that has not begun in time is begun anew by the next window. */
  async pauseWithin(milliseconds: number): Promise<void> {
    if (this.current === 'queued') return;
    const deadline = Date.now() + milliseconds;
    await Promise.race([this.begun, this.stopped, delay(milliseconds)]);
    if (this.isSettled) return;
    if (this.begunIn !== undefined) {
      await controlRun(this.begunIn, 'pause', Math.max(1, deadline - Date.now()));
      return;
    }
    this.leave();
    await this.trainer?.kill();
    this.launch = undefined;
    this.listener.changed();
  }

  /** Has it stop before the window goes; it ends by itself once it has agreed, and at once when it does not answer. */
  async stopWithin(milliseconds: number): Promise<void> {
    if (this.isSettled) return;
    this.stopAsked = true;
    const { trainer, begunIn } = this;
    if (trainer === undefined) {
      this.end({ kind: 'cancelled' });
      return;
    }
    try {
      if (begunIn === undefined) await trainer.kill();
      else await controlRun(begunIn, 'stop', milliseconds);
    } catch {
      await trainer.kill();
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
    if (this.begunIn === undefined) {
      const folder = await trainer.started;
      if (folder !== undefined && !this.isSettled) this.hasBegun(folder);
    }
    const exit = await trainer.exited;
    if (!this.isSettled) this.end(await this.endOf(trainer.logFile, exit));
  }

  private async endOf(logFile: string, exit: TrainerExit): Promise<RunEnd> {
    const { request, begunIn, stopAsked } = this;
    if (begunIn === undefined) {
      return stopAsked
        ? { kind: 'cancelled' }
        : { kind: 'failed', reason: await startFailure(request, logFile, exit) };
    }
    const end = await runEnd(request, begunIn, logFile, exit);
    const wasKilled = end.kind === 'failed' && end.reason.kind === 'crashed' && stopAsked;
    return wasKilled ? { kind: 'stopped', folder: begunIn } : end;
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
