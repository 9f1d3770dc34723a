import assert from 'node:assert/strict';
import type { PanelSubject } from '../../src/protocol/dashboard';
import { areAlike, blocksOf } from './support/blockPicture';
import type { DashboardPage } from './support/dashboardPage';
import { areFontsOfKeptPictures, differenceFromKept } from './support/keptPictures';
import type { RecordOptions } from './support/record';
import { type ThemeName, THEMES } from './support/themes';
import { usePages } from './support/usePages';

const WIDTHS = [400, 1000, 1600];
/** Whose width tells whether the fonts are those of the kept pictures. */
const WORDS = 'How wide is dark knowledge, in 0123456789 pixels?';
const THEME_NAMES = Object.keys(THEMES) as ThemeName[];
const MEASURED: RecordOptions = { epochs: 6, end: 'done', seeds: 3, classes: 10, testExamples: 200 };

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
  const pages = usePages();

  before(async function () {
    if (
      areFontsOfKeptPictures(
        await pages.textWidth(WORDS, `13px ${THEMES.dark.variables['font-family'] ?? ''}`),
      )
    )
      return;
    console.log('      The kept pictures were taken with other fonts: Liberation Sans is missing here.');
    this.skip();
  });

  async function open({ records, subjectOf, tab }: Scene): Promise<DashboardPage> {
    const folders = records.map((options) => pages.record(options).folder.path);
    const dashboard = await pages.open({ subject: subjectOf(folders) });
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
          const difference = await differenceFromKept(`${scene.name}-${theme}-${width}`, shown);
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
