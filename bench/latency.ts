import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { count, duration } from '../src/common/format';
import type { RunEvent } from '../src/protocol/events';
import { distilleryFolder, listRuns, type RunFolder, RunTail } from '../src/runs';
import { NOTE_PAINTED_CURVES, type PaintedCurves, paintedCurves, withCurves } from './dashboardPage';
import { withExampleCopy } from './exampleCopy';
import type { Figure } from './figure';
import { quantile } from './median';

const SECONDS = 20;
const POLL_MILLISECONDS = 50;
const trainer = path.resolve(__dirname, '..', 'dist', 'trainer.js');

/** How long after a step of a real training its losses are on the screen. */
export const latency: Figure = {
  key: 'latency',
  title: 'From the trainer’s step to the pixel',
  measure: () =>
    withExampleCopy('mnist', async (experimentFile) => {
      const child = spawn(
        process.execPath,
        [trainer, 'run', experimentFile, '--seeds', '1', '--set', 'teacher.training.epochs=1000'],
        { stdio: 'ignore' },
      );
      const ended = once(child, 'close');
      try {
        const folder = await trainingRun(experimentFile);
        const painted = await withCurves(
          { folder: folder.path, script: NOTE_PAINTED_CURVES },
          async (dashboard) => {
            const stop = dashboard.follow();
            await wait(1000 * SECONDS);
            stop();
            return paintedCurves(dashboard.page);
          },
        );
        return measurements(latencies(new RunTail(folder).poll(), painted));
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
    }),
};

/** The run's folder, as soon as it has trained some steps. */
async function trainingRun(experimentFile: string): Promise<RunFolder> {
  for (;;) {
    const [folder] = await listRuns(distilleryFolder(experimentFile));
    if (folder && new RunTail(folder).poll().some(({ type }) => type === 'steps')) return folder;
    await wait(POLL_MILLISECONDS);
  }
}

/**
 * In seconds, of every step between the first and the last painted one. The record says when losses were reported; the
 * steps of one report are taken to lie evenly between it and the event before.
 */
function latencies(events: readonly RunEvent[], painted: readonly PaintedCurves[]): number[] {
  const [first] = painted;
  if (!first) throw new Error('Nothing was painted.');
  let before = NaN;
  let frame = 0;
  return events.flatMap((event) => {
    const begin = before;
    before = event.time;
    if (event.type !== 'steps') return [];
    return event.total.flatMap((_, index) => {
      const step = event.first + index;
      const at = begin + ((event.time - begin) * (index + 1)) / event.total.length;
      while ((painted[frame]?.step ?? Infinity) < step) frame++;
      const shown = painted[frame];
      return step > first.step && shown ? [(shown.at - at) / 1000] : [];
    });
  });
}

function measurements(seconds: readonly number[]) {
  const values = {
    steps: seconds.length,
    p50Seconds: quantile(seconds, 0.5),
    p95Seconds: quantile(seconds, 0.95),
    longestSeconds: Math.max(...seconds),
  };
  return {
    columns: ['Steps', 'p50', 'p95', 'Longest'],
    rows: [
      [
        count(values.steps),
        duration(values.p50Seconds),
        duration(values.p95Seconds),
        duration(values.longestSeconds),
      ],
    ],
    values,
  };
}
