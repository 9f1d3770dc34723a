import { train } from '../../../../src/engine/training/loop';
import type {
  EpochReport,
  StepsReport,
  TrainingCheckpoint,
  TrainingListener,
  TrainingOutcome,
  TrainingTask,
} from '../../../../src/engine/training/types';
import { training, type TrainingSettings } from '../../../../src/experiment/schema/training';

export type TrainingEvent =
  | { readonly type: 'steps'; readonly report: StepsReport }
  | { readonly type: 'epoch'; readonly report: EpochReport }
  | { readonly type: 'checkpoint'; readonly checkpoint: TrainingCheckpoint };

export interface TrainingRecord {
  readonly outcome: TrainingOutcome;
  readonly events: readonly TrainingEvent[];
  readonly steps: readonly StepsReport[];
  readonly epochs: readonly EpochReport[];
  readonly checkpoints: readonly TrainingCheckpoint[];
}

export function trainingSettings(given: Record<string, unknown>): TrainingSettings {
  return training.parse(given);
}

/** Trains and writes down what the listener was told. */
export async function record(
  task: TrainingTask,
  listener: Partial<TrainingListener> = {},
): Promise<TrainingRecord> {
  const events: TrainingEvent[] = [];
  const outcome = await train(task, {
    steps: (report) => {
      events.push({ type: 'steps', report });
      listener.steps?.(report);
    },
    epoch: async (report) => {
      events.push({ type: 'epoch', report });
      await listener.epoch?.(report);
    },
    checkpoint: async (checkpoint) => {
      events.push({ type: 'checkpoint', checkpoint });
      await listener.checkpoint?.(checkpoint);
    },
    between: async () => (await listener.between?.()) ?? 'continue',
  });
  return {
    outcome,
    events,
    steps: events.flatMap((event) => (event.type === 'steps' ? [event.report] : [])),
    epochs: events.flatMap((event) => (event.type === 'epoch' ? [event.report] : [])),
    checkpoints: events.flatMap((event) => (event.type === 'checkpoint' ? [event.checkpoint] : [])),
  };
}

/** One kind of loss of all steps in a row. */
export function lossesOf(record: TrainingRecord, part: 'total' | 'hard' | 'soft'): number[] {
  return record.steps.flatMap((report) => [...(report[part] ?? [])]);
}

/** The clock of this process, in the hands of a test. */
export class Clock {
  private readonly original = performance.now.bind(performance);
  private now = 0;

  /** @param millisecondsAReading what every look at the clock takes; from 40 on, others get a turn after every step */
  constructor(millisecondsAReading: number) {
    performance.now = () => (this.now += millisecondsAReading);
  }

  advance(seconds: number): void {
    this.now += 1000 * seconds;
  }

  release(): void {
    performance.now = this.original;
  }
}

/** Does something while every step is followed by a turn of the others. */
export async function withTurnAfterEveryStep<Result>(work: () => Promise<Result>): Promise<Result> {
  const clock = new Clock(50);
  try {
    return await work();
  } finally {
    clock.release();
  }
}
