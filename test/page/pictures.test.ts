import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PanelSubject } from '../../src/protocol/dashboard';
import { areAlike, blocksOf } from './support/blockPicture';
import { DashboardPage, launchBrowser } from './support/dashboardPage';
import { areFontsOfKeptPictures, differenceFromKept } from './support/keptPictures';
import { type RecordOptions, SyntheticRecord } from './support/record';
import { type ThemeName, THEMES } from './support/themes';

const WIDTHS = [400, 1000, 1600];
const THEME_NAMES = Object.keys(THEMES) as ThemeName[];
const MEASURED: RecordOptions = { epochs: 6, end: 'done', seeds: 3, classes: 10 };

interface Scene {
  readonly name: string;
  readonly records: readonly RecordOptions[];
  readonly subjectOf: (folders: readonly string[]) => PanelSubject;
  readonly tab?: string;
}

const ofRun = ([folder = '']: readonly string[]): PanelSubject => ({ kind: 'run', folder });

const SCENES: readonly Scene[] = [
  ...['Overview', 'Curves', 'Soft targets', 'Dark knowledge', 'Report'].map((tab) => ({
    name: tab.toLowerCase().replace(' ', '-'),
    records: [MEASURED],
    subjectOf: ofRun,
    tab,
  })),
  {
    name: 'crashed',
    records: [{ epochs: 4, end: 'crashed', classes: 10 }],
    subjectOf: ofRun,
    tab: 'Overview',
  },
  {
    name: 'compare',
    records: [MEASURED, { ...MEASURED, temperature: 8 }, { ...MEASURED, epochs: 3, seeds: 1 }],
    subjectOf: (folders) => ({ kind: 'compare', folders }),
  },
  { name: 'preview', records: [], subjectOf: () => ({ kind: 'preview', temperature: 4 }) },
];

describe('the dashboard looks', () => {
  let browser: Browser;
  let dashboard: DashboardPage | undefined;
  let records: SyntheticRecord[] = [];

  before(async function () {
    browser = await launchBrowser();
    const page = await browser.newPage();
    const font = JSON.stringify(`13px ${THEMES.dark.variables['font-family'] ?? ''}`);
    const width = await page.evaluate<number>(`(() => {
      const context = document.createElement('canvas').getContext('2d');
      context.font = ${font};
      return context.measureText('How wide is dark knowledge, in 0123456789 pixels?').width;
    })()`);
    await page.close();
    if (areFontsOfKeptPictures(width)) return;
    console.log('      The kept pictures were taken with other fonts: Liberation Sans is missing here.');
    this.skip();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    await dashboard?.close();
    for (const record of records) record.remove();
    records = [];
    assert.deepEqual(dashboard?.problems ?? [], []);
  });

  async function open({ records: options, subjectOf, tab }: Scene): Promise<DashboardPage> {
    records = options.map((each) => new SyntheticRecord(each));
    const subject = subjectOf(records.map(({ folder }) => folder.path));
    dashboard = await DashboardPage.open(browser, { subject });
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    if (tab !== undefined) await dashboard.tab(tab);
    return dashboard;
  }

  for (const scene of SCENES) {
    it(`as kept: ${scene.name}`, async () => {
      const shown = await open(scene);
      const different: string[] = [];
      for (const theme of THEME_NAMES) {
        await shown.switchTheme(theme);
        for (const width of WIDTHS) {
          await shown.page.setViewportSize({ width, height: 900 });
          const difference = await differenceFromKept(
            `${scene.name}-${theme}-${width}`,
            await shown.picture(),
          );
          if (difference !== undefined) different.push(difference);
        }
      }
      assert.deepEqual(different, []);
    });
  }

  it('otherwise when a chart is hidden, or a network has another colour', async () => {
    const [, curves] = SCENES;
    assert.ok(curves);
    const shown = await open(curves);
    const usual = await blocksOf(await shown.picture());
    assert.ok(areAlike(usual, await blocksOf(await shown.picture())));
    const look = (key: string, value: string): Promise<void> =>
      shown.page.evaluate(
        `document.querySelectorAll('.curves figure')[1].style.setProperty('${key}', '${value}')`,
      );
    await look('visibility', 'hidden');
    assert.ok(!areAlike(usual, await blocksOf(await shown.picture())));
    await look('visibility', 'visible');
    assert.ok(areAlike(usual, await blocksOf(await shown.picture())));
    await shown.switchTheme('dark', { 'charts-blue': '#00c080' });
    assert.ok(!areAlike(usual, await blocksOf(await shown.picture())));
  });
});
