import v8 from 'node:v8';
import vm from 'node:vm';
import type { CDPSession } from 'playwright-core';
import { bytes, count } from '../src/common/format';
import { RunSession } from '../src/extension/dashboard/runSession';
import type { DashboardPage } from '../test/page/support/dashboardPage';
import { withCurves } from './dashboardPage';
import type { Figure } from './figure';
import { LongRun } from './longRun';
import { curveQueries } from './queries';
import { inTemporaryFolder } from './temporaryFolder';

const UPDATES = 5000;
const STEPS_AN_UPDATE = 200;
const STEPS = UPDATES * STEPS_AN_UPDATE;
/** From then on what is kept should no longer grow. */
const SETTLED = 1000;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

interface Marks {
  readonly settledBytes: number;
  readonly endBytes: number;
}

/** What stays in memory while the dashboard of a long run is open. */
export const stream: Figure = {
  key: 'stream',
  title: `A page that is open for ${count(UPDATES)} updates of ${count(STEPS_AN_UPDATE)} steps`,
  measure: () =>
    inTemporaryFolder(async (temporary) => {
      const host = hostMemory(new LongRun(temporary, STEPS));
      const run = new LongRun(temporary, STEPS);
      const page = await withCurves({ folder: run.folder.path }, (dashboard) => pageMemory(run, dashboard));
      return {
        columns: ['', `After ${count(SETTLED)} updates`, `After ${count(UPDATES)}`, 'More, a step'],
        rows: [row('The extension', host), row('The page', page)],
        values: { steps: STEPS, host, page },
      };
    }),
};

function row(name: string, { settledBytes, endBytes }: Marks): string[] {
  const aStep = (endBytes - settledBytes) / ((UPDATES - SETTLED) * STEPS_AN_UPDATE);
  return [name, bytes(settledBytes), bytes(endBytes), `${aStep.toFixed(1)} B`];
}

function hostMemory(run: LongRun): Marks {
  const session = new RunSession(run.folder, { isTrusted: () => true });
  const marks = new Map<number, number>();
  for (let update = 1; update <= UPDATES; update++) {
    run.train(STEPS_AN_UPDATE);
    session.poll();
    session.answerSeries({ queries: curveQueries(update * STEPS_AN_UPDATE) });
    if (update === SETTLED || update === UPDATES) marks.set(update, heldByThisProcess());
  }
  return marksOf(marks);
}

async function pageMemory(run: LongRun, dashboard: DashboardPage): Promise<Marks> {
  const inspector = await dashboard.page.context().newCDPSession(dashboard.page);
  const marks = new Map<number, number>();
  for (let update = 1; update <= UPDATES; update++) {
    run.train(STEPS_AN_UPDATE);
    await dashboard.poll();
    await dashboard.page.evaluate('new Promise((painted) => requestAnimationFrame(painted))');
    if (update === SETTLED || update === UPDATES) marks.set(update, await heldByPage(inspector));
  }
  return marksOf(marks);
}

function heldByThisProcess(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function heldByPage(inspector: CDPSession): Promise<number> {
  await inspector.send('HeapProfiler.collectGarbage');
  const usage = await inspector.send('Runtime.getHeapUsage');
  return usage.usedSize + usage.backingStorageSize;
}

function marksOf(marks: ReadonlyMap<number, number>): Marks {
  return { settledBytes: marks.get(SETTLED) ?? NaN, endBytes: marks.get(UPDATES) ?? NaN };
}
