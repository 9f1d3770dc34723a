import { statSync } from 'node:fs';
import path from 'node:path';
import { bytes, count, duration } from '../src/common/format';
import { RunSession } from '../src/extension/dashboard/runSession';
import type { Figure } from './figure';
import { LongRun } from './longRun';
import { median, quantile } from './median';
import { curveQueries } from './queries';
import { inTemporaryFolder } from './temporaryFolder';

const STEPS = 1_000_000;
const STEPS_AN_EVENT = 1000;
const UPDATES = 50;
const PAGE = path.resolve(__dirname, '..', 'dist', 'webview', 'dashboard.js');

/** What an open dashboard costs the extension: a very long live run with all four series in view, smoothed. */
export const dashboard: Figure = {
  key: 'dashboard',
  title: `The dashboard of a live run of ${count(STEPS)} steps`,
  measure: () =>
    inTemporaryFolder((temporary) => {
      const run = new LongRun(temporary, STEPS);
      const { folder } = run;
      const written = STEPS - UPDATES * STEPS_AN_EVENT;
      for (let done = 0; done < written; done += STEPS_AN_EVENT) run.train(STEPS_AN_EVENT);

      const queries = curveQueries(STEPS);
      const open = (): RunSession => new RunSession(folder, { isTrusted: () => true });
      const first = open();
      const openFirst = secondsOf(() => first.poll());
      const writeIndex = secondsOf(() => first.poll());
      const session = open();
      const openAgain = secondsOf(() => session.poll());
      const firstAnswer = secondsOf(() => session.answerSeries({ queries }));
      const updates = Array.from({ length: UPDATES }, () => {
        run.train(STEPS_AN_EVENT);
        return secondsOf(() => {
          session.poll();
          session.answerSeries({ queries });
        });
      });
      const last = session.answerSeries({ queries })[0]?.last;
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

function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
