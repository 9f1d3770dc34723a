import type { ControlCommand, TrainerState } from '../../protocol/control';

/** Thrown inside a stage that is asked to stop; everything it had was kept. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor() {
    super('The run was stopped.');
  }
}

interface ControlListener {
  paused(): void;
  continued(): void;
}

/** What a run has been told to do, and how its stages find out. */
export class RunControl {
  private stopping = false;
  private checkpointWanted = false;
  private pause: { readonly ended: Promise<void>; readonly end: () => void } | undefined;
  /** Settled when the next stage comes to a point where it can act on a command. */
  private readonly checkpointWaiters: (() => void)[] = [];

  constructor(private readonly listener: ControlListener) {}

  get state(): TrainerState {
    if (this.stopping) return 'stopping';
    return this.pause === undefined ? 'running' : 'paused';
  }

  /** Takes a command; the promise settles once the command is accepted ("checkpoint": once it is written). */
  async handle(command: ControlCommand): Promise<TrainerState> {
    switch (command) {
      case 'pause':
        this.startPause();
        break;
      case 'continue':
        this.endPause();
        break;
      case 'stop':
        this.stopping = true;
        this.endPause();
        break;
      case 'checkpoint':
        this.checkpointWanted = true;
        await new Promise<void>((resolve) => this.checkpointWaiters.push(resolve));
        break;
      case 'status':
        break;
    }
    return this.state;
  }

  /** What training is to do between two steps. Waits while the run is paused, and always lets other work in. */
  async between(): Promise<'continue' | 'checkpoint' | 'stop'> {
    await this.reached();
    if (this.stopping) return 'stop';
    if (this.checkpointWanted) return 'checkpoint';
    return 'continue';
  }

  /** For stages without checkpoints: waits while paused. @throws RunStopped when the run is to stop */
  async step(): Promise<void> {
    await this.reached();
    this.checkpointWritten();
    if (this.stopping) throw new RunStopped();
  }

  /** Tells whoever asked for a checkpoint that it is there (or that the stage has nothing to keep). */
  checkpointWritten(): void {
    this.checkpointWanted = false;
    for (const resolve of this.checkpointWaiters.splice(0)) resolve();
  }

  private async reached(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pause !== undefined) {
      this.checkpointWritten();
      await this.pause.ended;
    }
  }

  private startPause(): void {
    if (this.pause !== undefined || this.stopping) return;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.pause = { ended, end };
    this.listener.paused();
  }

  private endPause(): void {
    if (this.pause === undefined) return;
    this.pause.end();
    this.pause = undefined;
    this.listener.continued();
  }
}
