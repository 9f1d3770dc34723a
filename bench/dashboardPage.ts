import { type Browser, type Page } from 'playwright-core';
import { DashboardPage, launchBrowser } from '../test/page/support/dashboardPage';

/** What the page's curves showed at a moment: a frame that was painted. */
export interface PaintedCurves {
  /** The last step on it of any network. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Opens the curves of a run in a browser, and notes in the page when they are on the screen. */
export async function withCurves<Result>(
  folder: string,
  work: (dashboard: DashboardPage) => Promise<Result>,
): Promise<Result> {
  const browser = await launchBrowser();
  try {
    return await work(await openCurves(browser, folder));
  } finally {
    await browser.close();
  }
}

/** All frames so far that showed new answers. */
export function paintedCurves(page: Page): Promise<readonly PaintedCurves[]> {
  return page.evaluate('globalThis.paintedCurves');
}

function openCurves(browser: Browser, folder: string): Promise<DashboardPage> {
  const subject = { kind: 'run', folder } as const;
  return DashboardPage.open(browser, {
    subject,
    state: { subject, view: { tab: 'curves' } },
    script: NOTE_PAINTED_CURVES,
  });
}

/** The message that is sent in an animation frame comes behind the painting of that frame. */
const NOTE_PAINTED_CURVES = `{
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
