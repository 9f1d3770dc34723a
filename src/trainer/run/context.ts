import type { Experiment } from '../../experiment';
import type {
  NetworkAccuracy,
  NewRunEvent,
  StageEnded,
  StageKey,
  StageStatus,
  Warning,
} from '../../protocol/events';
import type { EngineDescription, RunScope } from '../../protocol/record';
import type { NewCheckpoint, RunFolder, RunRecord } from '../../runs';
import type { Cache } from '../cache/cache';
import { messageOf } from '../../common/errors';
import { RunStopped, type RunControl } from './control';

/** What every stage of a run works with. */
export interface RunContext {
  readonly folder: RunFolder;
  readonly experiment: Experiment;
  /** The absolute path of the experiment file; relative paths in it count from its folder. */
  readonly experimentFile: string;
  readonly scope: RunScope;
  readonly engine: EngineDescription;
  readonly cache: Cache;
  readonly control: RunControl;
  readonly emit: (event: NewRunEvent) => void;
  readonly writeCheckpoint: (checkpoint: NewCheckpoint) => void;
  /** What the record held when this process took the run up; absent for a new run. */
  readonly earlier: RunRecord | undefined;
  /** Warnings of this run so far, for its report. */
  readonly warnings: RunWarning[];
}

/** A warning, whenever it is given. */
export type RunWarning = Omit<Warning, 'type' | 'time'>;

/** How a stage came out, besides what it hands to the next. */
export interface StageResult<Output> {
  readonly output: Output;
  readonly status: Extract<StageStatus, 'done' | 'reused' | 'diverged'>;
  /** One sentence for people. */
  readonly summary: string;
  /** Where they are not those on the clock: time spent in earlier processes counts, pauses don't. */
  readonly seconds?: number;
  readonly accuracy?: NetworkAccuracy;
}

export interface StageStart {
  readonly totalSteps?: number;
  readonly totalEpochs?: number;
  readonly resumedAtStep?: number;
}

/** Runs one stage between its two events, whatever happens in it. */
export async function runStage<Output>(
  context: RunContext,
  stage: StageKey,
  start: StageStart,
  body: () => Promise<StageResult<Output>>,
): Promise<Output> {
  context.emit({ type: 'stage-started', stage, ...start });
  const started = performance.now();
  const end = (ended: Pick<StageEnded, 'status' | 'summary'> & Partial<StageEnded>): void => {
    const seconds = (performance.now() - started) / 1000;
    context.emit({ type: 'stage-ended', stage, seconds, ...ended });
  };
  try {
    const { output, ...ended } = await body();
    end(ended);
    return output;
  } catch (thrown) {
    if (thrown instanceof RunStopped) end({ status: 'stopped', summary: 'Stopped; it can be resumed.' });
    else end({ status: 'failed', summary: messageOf(thrown) });
    throw thrown;
  }
}

/** Whether an earlier process brought this stage to its end. */
export function wasFinished(context: RunContext, stage: StageKey): boolean {
  const status = context.earlier?.stages.find((known) => known.stage === stage)?.status;
  return status === 'done' || status === 'reused' || status === 'diverged';
}

export function warn(context: RunContext, warning: RunWarning): void {
  context.warnings.push(warning);
  context.emit({ type: 'warning', ...warning });
}
