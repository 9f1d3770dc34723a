import { appendFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { bytes, count, duration } from '../src/common/format';
import { RunSession } from '../src/extension/dashboard/runSession';
import { SERIES_NAMES, type SeriesQuery } from '../src/protocol/dashboard';
import { EVENT_LOG_VERSION, type NewRunEvent } from '../src/protocol/events';
import { createRunId, RunFolder } from '../src/runs';
import type { Figure } from './figure';
import { median, quantile } from './median';
import { inTemporaryFolder } from './temporaryFolder';

const STEPS = 1_000_000;
const STEPS_AN_EVENT = 1000;
const UPDATES = 50;
const PIXELS = 800;
const STAGE = 'student-1';
const PAGE = path.resolve(__dirname, '..', 'dist', 'webview', 'dashboard.js');

/** What an open dashboard costs the extension: a very long live run with all four series in view, smoothed. */
export const dashboard: Figure = {
  key: 'dashboard',
  title: `The dashboard of a live run of ${count(STEPS)} steps`,
  measure: () =>
    inTemporaryFolder((temporary) => {
      const folder = RunFolder.of(temporary, createRunId('bench', new Date()));
      folder.create();
      append(folder, [
        { type: 'run-started', version: EVENT_LOG_VERSION, run: folder.id, name: 'bench', stages: [STAGE] },
        { type: 'stage-started', stage: STAGE, totalSteps: STEPS },
      ]);
      const written = STEPS - UPDATES * STEPS_AN_EVENT;
      for (let done = 0; done < written; done += STEPS_AN_EVENT) append(folder, [stepsFrom(done + 1)]);

      const open = (): RunSession => new RunSession(folder, { isTrusted: () => true });
      const first = open();
      const openFirst = secondsOf(() => first.poll());
      const writeIndex = secondsOf(() => first.poll());
      const session = open();
      const openAgain = secondsOf(() => session.poll());
      const firstAnswer = secondsOf(() => session.answerSeries({ queries: QUERIES }));
      const updates = Array.from({ length: UPDATES }, (_, index) => {
        append(folder, [stepsFrom(written + index * STEPS_AN_EVENT + 1)]);
        return secondsOf(() => {
          session.poll();
          session.answerSeries({ queries: QUERIES });
        });
      });
      const last = session.answerSeries({ queries: QUERIES })[0]?.last;
      if (last !== STEPS) throw new Error(`Of ${STEPS} steps, ${String(last)} are drawn.`);
      const page = statSync(PAGE).size;
      const values = {
        steps: STEPS,
        openFirstSeconds: openFirst,
        writeIndexSeconds: writeIndex,
        openAgainSeconds: openAgain,
        firstAnswerSeconds: firstAnswer,
        updateSeconds: { p50: median(updates), p95: quantile(updates, 0.95) },
        pageBytes: page,
      };
      return {
        columns: [
          'Open, first time',
          'Write the index',
          'Open again',
          'First answer',
          'Update, p50',
          'Update, p95',
          'The page’s script',
        ],
        rows: [
          [
            duration(openFirst),
            duration(writeIndex),
            duration(openAgain),
            duration(firstAnswer),
            duration(values.updateSeconds.p50),
            duration(values.updateSeconds.p95),
            bytes(page),
          ],
        ],
        values,
      };
    }),
};

const QUERIES: readonly SeriesQuery[] = SERIES_NAMES.map((series) => ({
  stage: STAGE,
  series,
  from: 1,
  to: STEPS,
  width: PIXELS,
  smoothing: series === 'learningRate' ? 0 : 0.9,
}));

function stepsFrom(first: number): NewRunEvent {
  const losses = Array.from({ length: STEPS_AN_EVENT }, (_, index) =>
    Math.fround(2 + Math.sin(first + index)),
  );
  return {
    type: 'steps',
    stage: STAGE,
    first,
    total: losses,
    hard: losses,
    soft: losses,
    learningRate: losses.map(() => 0.001),
    examplesPerSecond: 51_200,
  };
}

function append(folder: RunFolder, events: readonly NewRunEvent[]): void {
  const lines = events.map((event) => `${JSON.stringify({ time: Date.now(), ...event })}\n`);
  appendFileSync(folder.events, lines.join(''));
}

function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
