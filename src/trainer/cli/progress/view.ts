import type { RunEvent, RunStatus, StageKey, StageStatus, Warning } from '../../../protocol/events';

/** When a stage began to count, for the time that is left. Times are in milliseconds. */
export interface Pace {
  readonly since: number;
  readonly doneThen: number;
  readonly latest: number;
  /** Spent paused between `since` and `latest`. */
  readonly paused: number;
}

/** What a person wants to know of a stage. `null`: not known (yet). */
export interface StageView {
  readonly key: StageKey;
  readonly state: 'waiting' | 'running' | StageStatus;
  readonly done: number;
  readonly total: number | null;
  /** What `done` and `total` count, in the plural. */
  readonly unit: string;
  readonly epoch: number;
  readonly totalEpochs: number | null;
  /** Mean loss of the latest steps; 'not finite' when one of them was NaN or infinite. */
  readonly loss: number | 'not finite' | null;
  /** Of the latest epoch: on the validation split, or on the training sample without one. */
  readonly accuracy: number | null;
  readonly examplesPerSecond: number | null;
  readonly pace: Pace | null;
  readonly seconds: number | null;
  readonly summary: string;
}

/** A run as its events tell it. */
export interface RunView {
  readonly run: string;
  readonly name: string;
  readonly stages: readonly StageView[];
  readonly warnings: readonly Warning[];
  /** Since when, in milliseconds since 1970; null while it runs. */
  readonly pausedSince: number | null;
  readonly ended: { readonly status: RunStatus; readonly summary: string } | null;
}

export const emptyRun: RunView = {
  run: '',
  name: '',
  stages: [],
  warnings: [],
  pausedSince: null,
  ended: null,
};

function waitingStage(key: StageKey): StageView {
  return {
    key,
    state: 'waiting',
    done: 0,
    total: null,
    unit: 'steps',
    epoch: 0,
    totalEpochs: null,
    loss: null,
    accuracy: null,
    examplesPerSecond: null,
    pace: null,
    seconds: null,
    summary: '',
  };
}

function changeStage(view: RunView, key: StageKey, change: (stage: StageView) => StageView): RunView {
  const known = view.stages.some((stage) => stage.key === key);
  const stages = known ? view.stages : [...view.stages, waitingStage(key)];
  return { ...view, stages: stages.map((stage) => (stage.key === key ? change(stage) : stage)) };
}

function paceOn(stage: StageView, done: number, time: number): Pace {
  return stage.pace === null
    ? { since: time, doneThen: done, latest: time, paused: 0 }
    : { ...stage.pace, latest: time };
}

function meanLoss(losses: readonly (number | null)[], before: StageView['loss']): StageView['loss'] {
  if (losses.length === 0) return before;
  let sum = 0;
  for (const loss of losses) {
    if (loss === null || !Number.isFinite(loss)) return 'not finite';
    sum += loss;
  }
  return sum / losses.length;
}

function endPause(view: RunView, time: number): RunView {
  if (view.pausedSince === null) return view;
  const paused = Math.max(0, time - view.pausedSince);
  return {
    ...view,
    pausedSince: null,
    stages: view.stages.map((stage) =>
      stage.state === 'running' && stage.pace !== null
        ? { ...stage, pace: { ...stage.pace, paused: stage.pace.paused + paused } }
        : stage,
    ),
  };
}

/** The run after one more event. A log that was damaged or cut folds too, to what it tells. */
export function follow(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run-started':
      return { ...emptyRun, run: event.run, name: event.name, stages: event.stages.map(waitingStage) };
    case 'run-resumed':
      return {
        ...view,
        pausedSince: null,
        ended: null,
        stages: view.stages.map((stage) =>
          stage.state === 'running' || stage.state === 'stopped' || stage.state === 'failed'
            ? { ...stage, state: 'waiting', pace: null }
            : stage,
        ),
      };
    case 'stage-started':
      return changeStage(view, event.stage, (stage) => ({
        ...waitingStage(stage.key),
        state: 'running',
        done: event.resumedAtStep ?? 0,
        total: event.totalSteps ?? null,
        totalEpochs: event.totalEpochs ?? null,
        epoch:
          event.resumedAtStep === undefined ||
          event.totalSteps === undefined ||
          event.totalEpochs === undefined
            ? 0
            : Math.floor((event.resumedAtStep / event.totalSteps) * event.totalEpochs),
        accuracy: event.resumedAtStep === undefined ? null : stage.accuracy,
      }));
    case 'stage-progress':
      return changeStage(view, event.stage, (stage) => ({
        ...stage,
        done: event.done,
        total: event.total,
        unit: event.unit,
        pace:
          stage.unit === event.unit
            ? paceOn(stage, event.done, event.time)
            : paceOn({ ...stage, pace: null }, event.done, event.time),
      }));
    case 'steps':
      return changeStage(view, event.stage, (stage) => {
        const done = event.first + event.total.length - 1;
        return {
          ...stage,
          done,
          loss: meanLoss(event.total, stage.loss),
          examplesPerSecond: event.examplesPerSecond,
          pace: paceOn(stage, done, event.time),
        };
      });
    case 'epoch':
      return changeStage(view, event.stage, (stage) => ({
        ...stage,
        epoch: event.epoch,
        accuracy: (event.validation ?? event.train).accuracy,
      }));
    case 'stage-ended':
      return changeStage(view, event.stage, (stage) => ({
        ...stage,
        state: event.status,
        seconds: event.seconds,
        summary: event.summary,
      }));
    case 'warning':
      return { ...view, warnings: [...view.warnings, event] };
    case 'paused':
      return { ...view, pausedSince: view.pausedSince ?? event.time };
    case 'continued':
      return endPause(view, event.time);
    case 'run-ended':
      return { ...view, pausedSince: null, ended: { status: event.status, summary: event.summary } };
    case 'probes':
    case 'soft-targets':
    case 'teacher-soft-targets':
    case 'checkpoint':
    case 'heartbeat':
      return view;
  }
}

/** The stage that runs now. */
export function runningStage(view: RunView): StageView | undefined {
  return view.stages.find((stage) => stage.state === 'running');
}

/** Seconds until the stage ends at its pace so far, if no early stop shortens it; null until a pace can be told. */
export function secondsLeft(stage: StageView): number | null {
  const { pace, total, done } = stage;
  if (pace === null || total === null || done <= pace.doneThen) return null;
  const spent = pace.latest - pace.since - pace.paused;
  return spent <= 0 ? null : (Math.max(0, total - done) * spent) / (done - pace.doneThen) / 1000;
}
