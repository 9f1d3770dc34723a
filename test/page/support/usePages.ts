import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { DashboardPage, launchBrowser, type PageOptions } from './dashboardPage';
import { type RecordOptions, SyntheticRecord } from './record';

/** What the tests of a suite open. After each, all of it is closed and removed, and a problem on a page fails the test. */
export interface Pages {
  record(options: RecordOptions): SyntheticRecord;
  /** In pixels, of words in a font as CSS names it. */
  textWidth(words: string, font: string): Promise<number>;
  open(options: PageOptions): Promise<DashboardPage>;
  /** The dashboard of a new record, once it has a heading. */
  openRun(
    recordOptions: RecordOptions,
    pageOptions?: Omit<PageOptions, 'subject'>,
  ): Promise<{ readonly dashboard: DashboardPage; readonly record: SyntheticRecord; readonly page: Page }>;
}

/** Starts a browser before the tests of the suite in which this is called, and ends it after them. */
export function usePages(): Pages {
  let browser: Browser;
  let opened: DashboardPage[] = [];
  let records: SyntheticRecord[] = [];

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    for (const dashboard of opened) await dashboard.close();
    for (const record of records) record.remove();
    const problems = opened.flatMap((dashboard) => dashboard.problems);
    opened = [];
    records = [];
    assert.deepEqual(problems, []);
  });

  const record = (options: RecordOptions): SyntheticRecord => {
    const made = new SyntheticRecord(options);
    records.push(made);
    return made;
  };
  const open = async (options: PageOptions): Promise<DashboardPage> => {
    const dashboard = await DashboardPage.open(browser, options);
    opened.push(dashboard);
    return dashboard;
  };
  return {
    record,
    open,
    textWidth: async (words, font) => {
      const page = await browser.newPage();
      const width = await page.evaluate<number>(`(() => {
        const context = document.createElement('canvas').getContext('2d');
        context.font = ${JSON.stringify(font)};
        return context.measureText(${JSON.stringify(words)}).width;
      })()`);
      await page.close();
      return width;
    },
    openRun: async (recordOptions, pageOptions = {}) => {
      const made = record(recordOptions);
      const subject = { kind: 'run', folder: made.folder.path } as const;
      const dashboard = await open({ subject, ...pageOptions });
      await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
      return { dashboard, record: made, page: dashboard.page };
    },
  };
}
