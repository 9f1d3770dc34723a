import {
  train,
  type Network,
  type StepsReport,
  type TrainingListener,
  type TrainingOutcome,
} from '../src/engine';
import type { StageKey } from '../src/protocol/events';
import { createRunId, RunFolder, RunWriter, writeCheckpoint } from '../src/runs';
import { COMPARED_STEPS, type Contender, type Round, type TrainingCase } from './contender';
import { median } from './median';

const STAGE: StageKey = 'student-1';
const CHECKPOINT_SECONDS = 30;

interface RoundUnderWay {
  readonly wanted: number;
  readonly done: (round: Round) => void;
  steps: number;
  seconds: number;
}

/**
 * Distillery's own training loop, with every loss, epoch and checkpoint put on record as the trainer does. Between rounds it is
 * paused, as a person would pause it.
 */
export class DistilleryLoop implements Contender {
  readonly firstLosses: number[] = [];
  private readonly writer: RunWriter;
  private readonly folder: RunFolder;
  private readonly outcome: Promise<TrainingOutcome>;
  private current: RoundUnderWay | undefined;
  /** When the steps that were not yet reported began; undefined when a pause lies between. */
  private since: number | undefined;
  private pause = pauseUntilEnded();
  private stopping = false;
  private readonly secondsBetweenEpochs: number[] = [];

  /** @param temporary where the record goes */
  constructor(
    task: TrainingCase,
    private readonly student: Network,
    temporary: string,
  ) {
    this.folder = RunFolder.of(temporary, createRunId('bench', new Date()));
    this.writer = RunWriter.open(this.folder);
    const { dataset, settings, distillation, seed, teacherLogits } = task;
    this.outcome = train(
      {
        network: student,
        train: dataset.train,
        validation: dataset.validation,
        settings,
        distillation,
        teacher: { kind: 'cached', logits: teacherLogits },
        seed,
        checkpointSeconds: CHECKPOINT_SECONDS,
      },
      this.listener(),
    );
  }

  /** What an epoch takes besides its steps: metrics of both splits, a checkpoint. Undefined when no epoch has ended. */
  get secondsBesideSteps(): number | undefined {
    return this.secondsBetweenEpochs.length === 0 ? undefined : median(this.secondsBetweenEpochs);
  }

  round(seconds: number): Promise<Round> {
    return new Promise((resolve, reject) => {
      this.current = { wanted: seconds, done: resolve, steps: 0, seconds: 0 };
      this.outcome.catch(reject);
      this.pause.end();
    });
  }

  async dispose(): Promise<void> {
    this.stopping = true;
    this.pause.end();
    await this.outcome;
    this.writer.close();
    this.student.dispose();
  }

  private listener(): TrainingListener {
    return {
      steps: (report) => {
        this.count(report);
        const { total, hard, soft, learningRate, first, examplesPerSecond } = report;
        this.writer.append({
          type: 'steps',
          stage: STAGE,
          first,
          total: Array.from(total),
          hard: Array.from(hard),
          ...(soft && { soft: Array.from(soft) }),
          learningRate: Array.from(learningRate),
          examplesPerSecond: Math.round(examplesPerSecond),
        });
      },
      epoch: (report) => {
        this.writer.append({ type: 'epoch', stage: STAGE, ...report });
      },
      checkpoint: ({ step, epoch, arrays, progress }) => {
        const metadata = { step: String(step), epoch: String(epoch), progress: JSON.stringify(progress) };
        writeCheckpoint(this.folder, this.writer, { stage: STAGE, step, epoch, arrays, metadata });
        this.leaveOut();
      },
      between: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        if (this.current === undefined && !this.stopping) {
          this.pause = pauseUntilEnded();
          await this.pause.ended;
        }
        return this.stopping ? 'stop' : 'continue';
      },
    };
  }

  /** A report comes right after its last step, with the engine idle: the moment to look at the clock. */
  private count({ total }: StepsReport): void {
    const now = performance.now();
    this.firstLosses.push(...total.slice(0, COMPARED_STEPS - this.firstLosses.length));
    if (this.since !== undefined && this.current !== undefined) {
      this.current.steps += total.length;
      this.current.seconds += (now - this.since) / 1000;
    }
    this.since = now;
    if (this.current !== undefined && this.current.seconds >= this.current.wanted)
      this.endRound(this.current);
  }

  private endRound({ steps, seconds, done }: RoundUnderWay): void {
    this.current = undefined;
    this.since = undefined;
    done({ steps, seconds });
  }

  /** Leaves out what has been done since the last report: it was no step. */
  private leaveOut(): void {
    const now = performance.now();
    if (this.since !== undefined) {
      this.secondsBetweenEpochs.push((now - this.since) / 1000);
      this.since = now;
    }
  }
}

function pauseUntilEnded(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { ended, end };
}
