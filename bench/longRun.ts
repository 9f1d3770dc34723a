import { appendFileSync } from 'node:fs';
import { EVENT_LOG_VERSION, type NewRunEvent } from '../src/protocol/events';
import { createRunId, RunFolder } from '../src/runs';
import { encodeEvent, stamp } from '../src/runs/log/encode';

export const LONG_RUN_STAGE = 'student-1';

/** The record of a live run of one student, which grows as fast as it is told to. */
export class LongRun {
  readonly folder: RunFolder;
  private steps = 0;

  constructor(temporary: string, totalSteps: number) {
    this.folder = RunFolder.of(temporary, createRunId('bench', new Date()));
    this.folder.create();
    const { id } = this.folder;
    this.append({
      type: 'run-started',
      version: EVENT_LOG_VERSION,
      run: id,
      name: 'bench',
      stages: [LONG_RUN_STAGE],
    });
    this.append({ type: 'stage-started', stage: LONG_RUN_STAGE, totalSteps });
  }

  /** Reports more steps, in one event. */
  train(steps: number): void {
    const first = this.steps + 1;
    const losses = Array.from({ length: steps }, (_, index) => Math.fround(2 + Math.sin(first + index)));
    this.append({
      type: 'steps',
      stage: LONG_RUN_STAGE,
      first,
      total: losses,
      hard: losses,
      soft: losses,
      learningRate: losses.map(() => 0.001),
      examplesPerSecond: 51_200,
    });
    this.steps += steps;
  }

  private append(event: NewRunEvent): void {
    appendFileSync(this.folder.events, `${encodeEvent(stamp(event, Date.now()))}\n`);
  }
}
