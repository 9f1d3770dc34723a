import { type Browser, type Page } from 'playwright-core';
import { DashboardPage, launchBrowser } from '../test/page/support/dashboardPage';

/** What the page's curves showed at a moment: a frame that was painted. */
export interface PaintedCurves {
  /** The last step on it of any network. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface CurvesOpening {
  readonly folder: string;
  /** What the page does before all else. */
  readonly script?: string;
}

/** Opens the curves of a run in a browser. */
export async function withCurves<Result>(
  opening: CurvesOpening,
  work: (dashboard: DashboardPage) => Promise<Result>,
): Promise<Result> {
  const browser = await launchBrowser();
  try {
    const dashboard = await openCurves(browser, opening);
    try {
      return await work(dashboard);
    } finally {
      await dashboard.close();
    }
  } finally {
    await browser.close();
  }
}

/** All frames so far that showed new answers, of a page that was opened with {@link NOTE_PAINTED_CURVES}. */
export function paintedCurves(page: Page): Promise<readonly PaintedCurves[]> {
  return page.evaluate('globalThis.paintedCurves');
}

function openCurves(browser: Browser, { folder, script }: CurvesOpening): Promise<DashboardPage> {
  const subject = { kind: 'run', folder } as const;
  return DashboardPage.open(browser, {
    subject,
    state: { subject, view: { tab: 'curves' } },
    ...(script !== undefined && { script }),
  });
}

/**
 * Has the page note when new curves were on the screen, for `paintedCurves`. The message that is sent in an animation frame comes
 * behind the painting of that frame.
 */
export const NOTE_PAINTED_CURVES = `{
  globalThis.paintedCurves = [];
  window.addEventListener('message', ({ data }) => {
    const answers = Array.isArray(data?.answer) ? data.answer.filter((answer) => answer?.minimum) : [];
    if (answers.length === 0) return;
    const step = Math.max(...answers.map(({ last }) => last));
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.paintedCurves.push({ step, at: Date.now() });
      port2.postMessage(undefined);
    });
  });
}`;
