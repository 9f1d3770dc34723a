import type { Page } from 'playwright-core';
import { count, duration } from '../src/common/format';
import { RunSession } from '../src/extension/dashboard/runSession';
import { DashboardPage, launchBrowser } from '../test/page/support/dashboardPage';
import { SyntheticRecord } from '../test/page/support/record';
import type { Figure } from './figure';
import { median } from './median';

const CLASSES = 1000;
const EXAMPLES = 10_000;
const STEPS = 7;
const TEMPERATURE = 4;

/** How soon the map of very many classes follows the slider of T. */
export const classMap: Figure = {
  key: 'classMap',
  title: `The map of ${count(CLASSES)} classes, measured on ${count(EXAMPLES)} examples: a step of the slider`,
  measure: async () => {
    const record = new SyntheticRecord({ epochs: 1, end: 'done', classes: CLASSES, testExamples: EXAMPLES });
    try {
      const answering = answerSeconds(record);
      const painting = await paintingSeconds(record);
      const [answers, page] = [median(answering), median(painting)];
      return {
        columns: [
          'Both answers of the extension',
          'The page, until the maps are painted',
          'Together',
          'Longest',
        ],
        rows: [[answers, page, answers + page, Math.max(...answering) + Math.max(...painting)].map(duration)],
        values: { classes: CLASSES, examples: EXAMPLES, answerSeconds: answering, pageSeconds: painting },
      };
    } finally {
      record.remove();
    }
  },
};

function answerSeconds({ folder }: SyntheticRecord): number[] {
  const session = new RunSession(folder, { isTrusted: () => true });
  session.poll();
  const answer = (temperature: number): void => {
    for (const stage of ['teacher', 'student-1'] as const) session.classMeans({ stage, temperature });
  };
  answer(TEMPERATURE);
  return Array.from({ length: STEPS }, (_, step) => {
    const started = performance.now();
    answer(TEMPERATURE + step / 10);
    return (performance.now() - started) / 1000;
  });
}

/** From the second answer's arrival on the page to the frame with the maps. */
async function paintingSeconds({ folder }: SyntheticRecord): Promise<number[]> {
  const browser = await launchBrowser();
  const subject = { kind: 'run', folder: folder.path } as const;
  const state = { subject, view: { tab: 'map', temperature: TEMPERATURE } };
  const dashboard = await DashboardPage.open(browser, { subject, state, script: NOTE_PAINTED_MAPS });
  try {
    const painted = async (answers: number): Promise<number> => {
      let seconds: readonly number[] = [];
      await dashboard.until(
        'painted maps',
        async () => (seconds = await paintings(dashboard.page)).length >= answers,
        60_000,
      );
      return seconds.at(-1) ?? NaN;
    };
    await painted(2);
    const steps: number[] = [];
    while (steps.length < STEPS) {
      await dashboard.page.evaluate(STEP_OF_THE_SLIDER);
      steps.push(await painted(2 * (steps.length + 2)));
    }
    return steps;
  } finally {
    await dashboard.close();
    await browser.close();
  }
}

/** Of each answer so far, the seconds from its arrival to the end of the painting that followed. */
function paintings(page: Page): Promise<readonly number[]> {
  return page.evaluate('globalThis.paintings');
}

const STEP_OF_THE_SLIDER = `{
  const shown = [...document.querySelectorAll('input[aria-label="Temperature"]')].find((slider) => slider.checkVisibility());
  shown.stepUp();
  shown.dispatchEvent(new Event('input'));
}`;

/** The message that is sent in an animation frame comes behind the painting of that frame. */
const NOTE_PAINTED_MAPS = `{
  globalThis.paintings = [];
  window.addEventListener('message', (event) => {
    const arrived = performance.now();
    if (!event.data?.answer?.means) return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.paintings.push((performance.now() - arrived) / 1000);
      port2.postMessage(undefined);
    });
  });
}`;
