import fs from 'node:fs';
import * as z from 'zod';
import type { Answer, Ask, Increment, RunHead } from '../../protocol/dashboard';
import {
  type Annotations,
  readAnnotations,
  readJson,
  RunFollower,
  type RunFolder,
  type RunRecord,
} from '../../runs';
import { classMeansAnswer } from './classMeansAnswer';
import { type FrozenSettings, readEngine, readFrozenSettings, runHead } from './heads';
import { Increments } from './increments';
import { LogTail } from './logTail';
import { SeriesAnswers } from './series/answers';
import { seriesCsv } from './series/csv';
import { sharedConfusionsAnswer } from './sharedConfusionsAnswer';
import { TestLogits } from './testLogits';

export interface SessionContext {
  readonly isTrusted: () => boolean;
}

const dataFile = z.object({ featureNames: z.array(z.string()).optional() });

/** One run as one page sees it. Knows nothing of the editor. */
export class RunSession {
  private readonly follower: RunFollower;
  private readonly log: LogTail;
  private readonly logits: TestLogits;
  private series = new SeriesAnswers();
  private readonly attempts = new Map<string, object>();
  private increments = new Increments();
  private frozen: FrozenSettings | undefined;
  private record: RunRecord | undefined;
  private annotations: Annotations | undefined;
  private engine: string | undefined;
  /** Whether the page knows all of a run that has ended: only new events can change that. */
  private isSettled = false;

  constructor(
    readonly folder: RunFolder,
    private readonly context: SessionContext,
  ) {
    this.follower = new RunFollower(folder);
    this.log = new LogTail(folder.log);
    this.logits = new TestLogits(folder);
  }

  /**
   * Reads a piece of the record while the page is still on its way.
   *
   * @returns whether there is more to be read
   */
  readAhead(): boolean {
    return this.follower.readAhead();
  }

  /** The page begins anew and knows nothing. */
  restart(): void {
    this.refresh();
    this.increments = new Increments();
    this.series = new SeriesAnswers();
  }

  /** What surrounds the run has changed: it is looked at again, ended or not. */
  refresh(): void {
    this.isSettled = false;
    this.annotations = undefined;
  }

  /** What the page does not know yet. */
  poll(): Increment[] {
    const hasChanged = this.follower.poll();
    if (this.isSettled && !hasChanged) return [];
    const record = this.follower.record();
    this.isSettled = record.endedAt !== undefined;
    this.forgetReplacedSteps(record);
    this.record = record;
    const lines = this.log.read();
    return this.increments.next(this.headOf(record), record, { first: this.log.first, lines });
  }

  answerSeries({ queries }: Ask<'series'>): Answer<'series'> {
    const record = this.current();
    return queries.map((query) => this.series.answer(record, query));
  }

  probes(): Answer<'probes'> {
    const { probes } = this.current();
    if (!probes) return null;
    const featureNames = dataFile.safeParse(readJson(this.folder.data)).data?.featureNames;
    const { inputShape, classNames, examples } = probes;
    return { inputShape, classNames, examples, ...(featureNames && { featureNames }) };
  }

  snapshot({ stage, epoch }: Ask<'snapshot'>): Answer<'snapshot'> {
    const snapshot = this.current()
      .stages.find((candidate) => candidate.stage === stage)
      ?.softTargets.find((candidate) => candidate.epoch === epoch);
    return snapshot
      ? { epoch, logits: Float32Array.from(snapshot.logits.flat(), (logit) => logit ?? NaN) }
      : null;
  }

  classMeans(query: Ask<'classMeans'>): Answer<'classMeans'> {
    return classMeansAnswer(this.logits, this.current(), query);
  }

  sharedConfusions({ temperature }: Ask<'sharedConfusions'>): Promise<Answer<'sharedConfusions'>> {
    return sharedConfusionsAnswer(this.logits, this.current(), temperature);
  }

  /** All points of all series, in pieces. */
  csv(): Generator<string> {
    return seriesCsv(this.current());
  }

  private current(): RunRecord {
    if (!this.record) {
      this.follower.poll();
      this.record = this.follower.record();
    }
    return this.record;
  }

  private headOf(record: RunRecord): RunHead {
    this.frozen ??= readFrozenSettings(this.folder);
    this.annotations ??= readAnnotations(this.folder);
    this.engine ??= readEngine(this.folder);
    return runHead(this.folder, record, this.frozen, {
      annotations: this.annotations,
      engine: this.engine,
      trusted: this.context.isTrusted(),
      hasLogits: fs.existsSync(this.folder.logits('teacher')),
      hasStudent: (record.report?.students.length ?? 0) > 0,
    });
  }

  private forgetReplacedSteps(record: RunRecord): void {
    for (const { stage, attempt } of record.stages) {
      if (this.attempts.get(stage) !== attempt) this.series.forget(stage);
      this.attempts.set(stage, attempt);
    }
  }
}
