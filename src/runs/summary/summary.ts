import type { StageKey } from '../../protocol/events';
import type { RunScope } from '../../protocol/record';
import type { VerdictKind } from '../../protocol/report';
import type { RunState } from '../record/outline';

export const RUN_STATES = [
  'running',
  'paused',
  'done',
  'stopped',
  'failed',
  'crashed',
] as const satisfies readonly RunState[];

export const VERDICT_KINDS = [
  'helped',
  'hurt',
  'no-clear-difference',
  'not-compared',
] as const satisfies readonly VerdictKind[];

/** How far a live run is. */
export interface LiveProgress {
  readonly stage: StageKey;
  /** Epochs done of the stage. */
  readonly epoch?: number;
  readonly totalEpochs?: number;
  readonly step?: number;
  readonly totalSteps?: number;
  /** Of the last epoch, on the validation split where there is one; from 0 to 1. */
  readonly accuracy?: number;
  /** Of all training that the run plans, from 0 to 1. */
  readonly fraction?: number;
  /** Absent as long as nothing measured tells. */
  readonly secondsLeft?: number;
}

/** Means over seeds, on the test set. */
export interface ResultSummary {
  /** From 0 to 1. */
  readonly teacherAccuracy?: number;
  readonly studentAccuracy?: number;
  readonly baselineAccuracy?: number;
  /** Student minus baseline, from −1 to 1. */
  readonly difference?: number;
  /** Parameters of the teacher for each of the student. */
  readonly compression?: number;
  /** Latency of the teacher for that of the student. */
  readonly speedUp?: number;
  readonly studentBytes?: number;
  /** Of one example, p50, in milliseconds. */
  readonly studentLatency?: number;
}

export interface SettingSummary {
  readonly method?: string;
  readonly temperature?: number;
  readonly alpha?: number;
  readonly seeds?: readonly number[];
  readonly scope?: RunScope;
}

/** What a list of runs shows of one: small, and quick to read. */
export interface RunSummary {
  readonly id: string;
  /** The experiment's name; the id where that is lost. */
  readonly name: string;
  /** Its absolute path when the run started. */
  readonly experimentFile?: string;
  readonly status: RunState;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly lastEventAt?: number;
  readonly endedAt?: number;
  /** The verdict, or why it ended. */
  readonly sentence?: string;
  readonly verdict?: VerdictKind;
  readonly settings: SettingSummary;
  readonly results: ResultSummary;
  /** Of running and paused runs. */
  readonly live?: LiveProgress;
  readonly warnings: number;
  /** Whether `resume` would go on with it. */
  readonly resumable: boolean;
  /** Whether there is a trained student to export. */
  readonly hasStudent: boolean;
}
