import { statSync } from 'node:fs';
import { bytes, count, duration } from '../src/common/format';
import { Random, RandomStream } from '../src/common/random';
import { EVENT_LOG_VERSION, type StageKey } from '../src/protocol/events';
import { createRunId, readRun, RunFolder, RunWriter, summarizeRun } from '../src/runs';
import type { Figure } from './figure';
import { median } from './median';
import { inTemporaryFolder } from './temporaryFolder';

const STEPS = 1_000_000;
/** Four reports a second at 400 steps a second. */
const STEPS_AN_EVENT = 100;
const STEPS_AN_EPOCH = 500;
const REPETITIONS = 3;
const STAGE: StageKey = 'student-1';

/** Writing and reading the record of a very long run. */
export const record: Figure = {
  key: 'record',
  title: `A record of ${count(STEPS)} steps`,
  measure: () =>
    inTemporaryFolder((temporary) => {
      const folder = RunFolder.of(temporary, createRunId('bench', new Date()));
      const writing = secondsOf(() => {
        writeRecord(folder);
      });
      const reading = medianSeconds(() => {
        const found = readRun(folder).stages.find(({ stage }) => stage === STAGE)?.series.length;
        if (found !== STEPS) throw new Error(`Of ${STEPS} steps, ${String(found)} were read.`);
      });
      const summarizing = medianSeconds(() => {
        const { status } = summarizeRun(folder);
        if (status !== 'done') throw new Error(`The finished run was read as ${status}.`);
      });
      const size = statSync(folder.events).size;
      return {
        columns: ['Size', 'Write all', 'Read all (readRun)', 'Read for a list of runs (summarizeRun)'],
        rows: [[bytes(size), duration(writing), duration(reading), duration(summarizing)]],
        values: {
          steps: STEPS,
          bytes: size,
          writeSeconds: writing,
          readSeconds: reading,
          summarizeSeconds: summarizing,
        },
      };
    }),
};

function writeRecord(folder: RunFolder): void {
  const random = new Random(1, RandomStream.probes, 0);
  const losses = (): number[] =>
    Array.from({ length: STEPS_AN_EVENT }, () => Math.fround(random.nextUniform()));
  const writer = RunWriter.open(folder);
  try {
    writer.append({
      type: 'run-started',
      version: EVENT_LOG_VERSION,
      run: folder.id,
      name: 'bench',
      stages: [STAGE],
    });
    writer.append({ type: 'stage-started', stage: STAGE, totalSteps: STEPS });
    for (let done = 0; done < STEPS; done += STEPS_AN_EVENT) {
      writer.append({
        type: 'steps',
        stage: STAGE,
        first: done + 1,
        total: losses(),
        hard: losses(),
        soft: losses(),
        learningRate: Array.from(
          { length: STEPS_AN_EVENT },
          (_, index) => 0.001 * (1 - (done + index) / STEPS),
        ),
        examplesPerSecond: 51_200,
      });
      const step = done + STEPS_AN_EVENT;
      if (step % STEPS_AN_EPOCH === 0) {
        const metrics = { loss: random.nextUniform(), accuracy: random.nextUniform() };
        const epoch = step / STEPS_AN_EPOCH;
        writer.append({
          type: 'epoch',
          stage: STAGE,
          epoch,
          step,
          train: metrics,
          validation: metrics,
          best: false,
          seconds: 1.25,
        });
      }
    }
    writer.append({ type: 'stage-ended', stage: STAGE, status: 'done', seconds: 2500, summary: 'Done.' });
    writer.append({ type: 'run-ended', status: 'done', summary: 'Done.' });
  } finally {
    writer.close();
  }
}

function medianSeconds(work: () => void): number {
  return median(Array.from({ length: REPETITIONS }, () => secondsOf(work)));
}

function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
