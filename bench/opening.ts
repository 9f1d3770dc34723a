import { count, duration } from '../src/common/format';
import { NOTE_PAINTED_CURVES, type PaintedCurves, paintedCurves, withCurves } from './dashboardPage';
import type { Figure } from './figure';
import { LongRun } from './longRun';
import { median } from './median';
import { inTemporaryFolder } from './temporaryFolder';

const STEPS = 1_000_000;
const STEPS_AN_EVENT = 1000;
const OPENINGS = 5;

/** How soon a person sees a very long run: page, extension and browser together. */
export const opening: Figure = {
  key: 'opening',
  title: `From opening the dashboard of ${count(STEPS)} steps to its curves on the screen`,
  measure: () =>
    inTemporaryFolder(async (temporary) => {
      const run = new LongRun(temporary, STEPS);
      for (let done = 0; done < STEPS; done += STEPS_AN_EVENT) run.train(STEPS_AN_EVENT);
      const first = await openingSeconds(run);
      const again: number[] = [];
      while (again.length < OPENINGS) again.push(await openingSeconds(run));
      return {
        columns: ['First time', 'Again, median', 'Again, longest'],
        rows: [[first, median(again), Math.max(...again)].map(duration)],
        values: { steps: STEPS, firstSeconds: first, againSeconds: again },
      };
    }),
};

/** From the page's request to the frame with the last step of the run. */
function openingSeconds({ folder }: LongRun): Promise<number> {
  return withCurves({ folder: folder.path, script: NOTE_PAINTED_CURVES }, async (dashboard) => {
    const { page } = dashboard;
    let painted: PaintedCurves | undefined;
    await dashboard.until('the curves', async () => {
      painted = (await paintedCurves(page)).find(({ step }) => step === STEPS);
      return painted !== undefined;
    });
    // The editor's next look, at which the index is written.
    await dashboard.poll();
    const requested = await page.evaluate<number>('performance.timeOrigin');
    return ((painted?.at ?? NaN) - requested) / 1000;
  });
}
