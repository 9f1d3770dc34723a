import type { Increment, RunHead, StageHead } from '../../protocol/dashboard';
import type { EpochEnded, StageKey, Warning } from '../../protocol/events';
import type { Report } from '../../protocol/report';

/** A stage as the page knows it. */
export interface StageModel {
  head: StageHead;
  epochs: EpochEnded[];
  /** After which epochs the answers to the probes are on record. */
  snapshots: number[];
}

const MOST_LOG_LINES = 200;

/** What the page knows of its run: the sum of all increments. */
export class RunModel {
  head: RunHead | undefined;
  readonly stages = new Map<StageKey, StageModel>();
  warnings: Warning[] = [];
  log: string[] = [];
  report: Report | undefined;

  apply(increment: Increment): void {
    switch (increment.kind) {
      case 'run':
        this.head = increment.run;
        break;
      case 'stage':
        this.stage(increment.stage.stage).head = increment.stage;
        break;
      case 'epochs':
        splice(this.stage(increment.stage).epochs, increment.from, increment.epochs);
        break;
      case 'snapshots':
        splice(this.stage(increment.stage).snapshots, increment.from, increment.epochs);
        break;
      case 'warnings':
        splice(this.warnings, increment.from, increment.warnings);
        break;
      case 'log':
        this.log = [...this.log, ...increment.lines].slice(-MOST_LOG_LINES);
        break;
      case 'report':
        this.report = increment.report;
        break;
    }
  }

  /** Stages that train a network, in the order in which they run. */
  trained(): StageModel[] {
    return [...this.stages.values()].filter(({ head }) => roleOf(head.stage) !== undefined);
  }

  private stage(key: StageKey): StageModel {
    let stage = this.stages.get(key);
    if (!stage) {
      stage = { head: { stage: key, status: 'waiting', step: 0 }, epochs: [], snapshots: [] };
      this.stages.set(key, stage);
    }
    return stage;
  }
}

/** Whose training a stage is. */
export function roleOf(stage: StageKey): 'teacher' | 'student' | 'baseline' | undefined {
  if (stage === 'teacher') return 'teacher';
  if (stage.startsWith('student-')) return 'student';
  if (stage.startsWith('baseline-')) return 'baseline';
  return undefined;
}

function splice<Entry>(list: Entry[], from: number, entries: readonly Entry[]): void {
  list.length = Math.min(list.length, from);
  for (const entry of entries) list.push(entry);
}
