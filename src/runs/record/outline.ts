import type {
  CheckpointWritten,
  EpochEnded,
  NetworkAccuracy,
  RunEvent,
  RunStarted,
  RunStatus,
  StageEnded,
  StageKey,
  StageProgress,
  StageStarted,
  StageStatus,
  Steps,
  Warning,
} from '../../protocol/events';
import type { Damage } from '../log/damage';
import type { DecodedSteps } from '../log/stepsLine';

/** `crashed`: it has not ended, and no process works on it any more. */
export type RunState = 'running' | 'paused' | 'crashed' | RunStatus;

/** `interrupted`: it was running when the run ended or crashed. */
export type StageState = 'waiting' | 'running' | 'interrupted' | StageStatus;

/** Losses of a single optimizer step; NaN where they were not finite. */
export interface StepLosses {
  readonly total: number;
  readonly hard: number;
  readonly soft?: number;
  readonly learningRate: number;
}

/** A stage without its series. */
export interface StageOutline {
  readonly stage: StageKey;
  readonly status: StageState;
  /** Milliseconds since 1970, of the first attempt. */
  readonly startedAt?: number;
  readonly totalSteps?: number;
  readonly totalEpochs?: number;
  /** Optimizer steps on record. */
  readonly step: number;
  readonly latest?: StepLosses;
  readonly examplesPerSecond?: number;
  readonly progress?: StageProgress;
  readonly epochs: readonly EpochEnded[];
  readonly checkpoints: readonly CheckpointWritten[];
  readonly seconds?: number;
  readonly summary?: string;
  /** Of the network that the stage handed on. */
  readonly accuracy?: NetworkAccuracy;
}

/** A run without its series. */
export interface RunOutline {
  readonly id: string;
  /** The experiment's name; absent when the beginning of the log is lost. */
  readonly name?: string;
  readonly status: RunState;
  /** The verdict, or why it ended. */
  readonly summary?: string;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly lastEventAt?: number;
  readonly endedAt?: number;
  /** In the order in which they run. */
  readonly stages: readonly StageOutline[];
  readonly warnings: readonly Warning[];
  readonly damage: Damage;
}

/** What the events themselves cannot tell. */
export interface Circumstances {
  /** Whether a process works on the run; of no account once it has ended. */
  readonly liveness: 'alive' | 'gone';
  readonly damage: Damage;
}

type MutableStage = { -readonly [Key in keyof StageOutline]: StageOutline[Key] };

/** Folds events into an outline. Pure: knows nothing of files and processes. */
export class OutlineBuilder {
  private started: RunStarted | undefined;
  private ended: Extract<RunEvent, { type: 'run-ended' }> | undefined;
  private paused = false;
  private lastEventAt: number | undefined;
  private readonly stages = new Map<StageKey, MutableStage>();
  private readonly warnings = new Map<string, Warning>();

  get lastEventTime(): number | undefined {
    return this.lastEventAt;
  }

  apply(event: RunEvent | DecodedSteps): void {
    this.lastEventAt = Math.max(this.lastEventAt ?? -Infinity, event.time);
    switch (event.type) {
      case 'run-started':
        this.started = event;
        for (const stage of event.stages) this.stage(stage);
        break;
      case 'run-resumed':
        this.ended = undefined;
        this.paused = false;
        break;
      case 'stage-started':
        this.startStage(event);
        break;
      case 'stage-progress':
        this.stage(event.stage).progress = event;
        break;
      case 'stage-ended':
        this.endStage(event);
        break;
      case 'steps':
        this.addSteps(event);
        break;
      case 'epoch': {
        const stage = this.stage(event.stage);
        stage.epochs = [...stage.epochs.filter(({ epoch }) => epoch < event.epoch), event];
        break;
      }
      case 'checkpoint': {
        const stage = this.stage(event.stage);
        stage.checkpoints = [...stage.checkpoints.filter(({ step }) => step < event.step), event];
        break;
      }
      case 'warning':
        this.warnings.set(`${event.code} ${event.stage ?? ''} ${event.message}`, event);
        break;
      case 'paused':
        this.paused = true;
        break;
      case 'continued':
        this.paused = false;
        break;
      case 'run-ended':
        this.ended = event;
        break;
      case 'probes':
      case 'soft-targets':
      case 'teacher-soft-targets':
      case 'heartbeat':
        break;
    }
  }

  outline(id: string, { liveness, damage }: Circumstances): RunOutline {
    const status = this.ended?.status ?? this.stateWithoutEnd(liveness);
    const interrupted = status !== 'running' && status !== 'paused';
    return {
      id,
      status,
      ...(this.started && { name: this.started.name, startedAt: this.started.time }),
      ...(this.lastEventAt !== undefined && { lastEventAt: this.lastEventAt }),
      ...(this.ended && { endedAt: this.ended.time, summary: this.ended.summary }),
      stages: [...this.stages.values()].map((stage) =>
        interrupted && stage.status === 'running' ? { ...stage, status: 'interrupted' } : { ...stage },
      ),
      warnings: [...this.warnings.values()],
      damage,
    };
  }

  private stateWithoutEnd(liveness: Circumstances['liveness']): RunState {
    if (liveness === 'gone') return 'crashed';
    return this.paused ? 'paused' : 'running';
  }

  /** A stage that the plan does not name (its line may be lost) joins at the end. */
  private stage(key: StageKey): MutableStage {
    let stage = this.stages.get(key);
    if (!stage) {
      stage = { stage: key, status: 'waiting', step: 0, epochs: [], checkpoints: [] };
      this.stages.set(key, stage);
    }
    return stage;
  }

  private startStage(event: StageStarted): void {
    const old = this.stage(event.stage);
    const resumedAtStep = event.resumedAtStep ?? 0;
    const { totalSteps, totalEpochs } = event;
    this.stages.set(event.stage, {
      stage: event.stage,
      status: 'running',
      startedAt: old.startedAt ?? event.time,
      ...(totalSteps !== undefined && { totalSteps }),
      ...(totalEpochs !== undefined && { totalEpochs }),
      step: Math.min(old.step, resumedAtStep),
      ...(old.latest && old.step <= resumedAtStep && { latest: old.latest }),
      epochs: old.epochs.filter(({ step }) => step <= resumedAtStep),
      checkpoints: old.checkpoints.filter(({ step }) => step <= resumedAtStep && resumedAtStep > 0),
    });
  }

  private endStage({ stage: key, status, seconds, summary, accuracy }: StageEnded): void {
    const stage = this.stage(key);
    Object.assign(stage, { status, seconds, summary, ...(accuracy && { accuracy }) });
  }

  private addSteps(event: Steps | DecodedSteps): void {
    const stage = this.stage(event.stage);
    const last = event.total.length - 1;
    if (last < 0) return;
    stage.step = event.first + last;
    stage.examplesPerSecond = event.examplesPerSecond;
    stage.latest = {
      total: event.total[last] ?? NaN,
      hard: event.hard[last] ?? NaN,
      ...(event.soft && { soft: event.soft[last] ?? NaN }),
      learningRate: event.learningRate[last] ?? NaN,
    };
  }
}
