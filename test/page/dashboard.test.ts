import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { DashboardAction, PageMessage } from '../../src/protocol/dashboard';
import { DashboardPage, launchBrowser, type PageOptions } from './support/dashboardPage';
import { HOSTILE_NAMES, type RecordOptions, SyntheticRecord } from './support/record';
import { type ThemeName, THEMES } from './support/themes';

const TABS = ['Overview', 'Curves', 'Soft targets', 'Dark knowledge', 'Report'];

describe("the dashboard's page", () => {
  let browser: Browser;
  let record: SyntheticRecord;
  let dashboard: DashboardPage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
  });
  afterEach(async () => {
    await dashboard.close();
    record.remove();
    assert.deepEqual(dashboard.problems, []);
  });

  async function open(
    recordOptions: RecordOptions,
    pageOptions: Omit<PageOptions, 'subject'> = {},
  ): Promise<DashboardPage> {
    record = new SyntheticRecord(recordOptions);
    const subject = { kind: 'run', folder: record.folder.path } as const;
    dashboard = await DashboardPage.open(browser, { subject, ...pageOptions });
    await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
    return dashboard;
  }

  it('shows names from data as text, in every view', async () => {
    const { page } = await open({ epochs: 3, end: 'done' });
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), HOSTILE_NAMES[0]);
    for (const tab of TABS) {
      await dashboard.tab(tab);
      await dashboard.settled();
      assert.equal(await page.evaluate('globalThis.harmed'), undefined);
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.locator('script').count(), 1);
    }
  });

  it('writes out what would act on the screen', async () => {
    const { page } = await open({ epochs: 2, end: 'done' });
    await dashboard.tab('Soft targets');
    await page.locator('.bars', { hasText: '\\u{a}' }).waitFor();
    const text = await page.locator('.bars').textContent();
    assert.doesNotMatch(text ?? '', /[\u001b\u202e]/);
  });

  it('grows while the run goes on', async () => {
    const { page } = await open({ epochs: 6, end: 'live' });
    assert.match((await page.locator('.run-header .status').textContent()) ?? '', /Running/);
    await dashboard.tab('Curves');
    const rows = page
      .locator('figure', { hasText: 'Accuracy' })
      .locator('tbody tr', { hasText: 'Student, seed 1' });
    await page.locator('figure', { hasText: 'Accuracy' }).locator('summary').click();
    await rows.first().waitFor();
    const before = await rows.count();
    const stop = await page.getByText('Stop', { exact: true }).elementHandle();
    record.appendEpoch('student-1', 4);
    await dashboard.poll();
    await dashboard.until('the new epoch', async () => (await rows.count()) === before + 2);
    // A press on a button that is replaced before the key is up would be lost.
    assert.equal(await stop.isVisible(), true);
  });

  it('asks for a stop with the folder of its run', async () => {
    const { page } = await open({ epochs: 2, end: 'live' });
    await page.getByText('Stop', { exact: true }).click();
    await dashboard.said('a stop', isAction('stop', record.folder.path));
  });

  it('says what to do when the run has crashed', async () => {
    const { page } = await open({ epochs: 2, end: 'crashed' });
    assert.match((await page.locator('.run-header').textContent()) ?? '', /Crashed.*Resume goes on/s);
    await page.getByText('Resume', { exact: true }).waitFor();
  });

  it('says so when the record is gone', async () => {
    await open({ epochs: 2, end: 'done' });
    fs.rmSync(record.folder.path, { recursive: true });
    await dashboard.close();
    dashboard = await DashboardPage.open(browser, { subject: { kind: 'run', folder: record.folder.path } });
    await dashboard.page.getByText('Not found').waitFor();
    assert.equal(await dashboard.page.locator('vscode-panels').isVisible(), false);
  });

  it('moves the bars with the slider, also by keyboard', async () => {
    const { page } = await open({ epochs: 3, end: 'done' });
    await dashboard.tab('Soft targets');
    const cell = page.locator('.bars .is-label td.number').first();
    await cell.waitFor();
    const atFour = await cell.textContent();
    const slider = page.getByRole('slider', { name: 'Temperature' }).locator('visible=true');
    await slider.focus();
    await slider.press('Home');
    await dashboard.until('other bars', async () => (await cell.textContent()) !== atFour);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /0\.50/);
  });

  it('comes back as it was left', async () => {
    await open({ epochs: 3, end: 'done' });
    await dashboard.tab('Dark knowledge');
    const slider = dashboard.page.getByRole('slider', { name: 'Temperature' }).locator('visible=true');
    await slider.press('End');
    await dashboard.until('a saved temperature', () => viewState(dashboard).temperature === 20);
    const { state } = dashboard;
    await dashboard.close();
    const subject = { kind: 'run', folder: record.folder.path } as const;
    dashboard = await DashboardPage.open(browser, { subject, state });
    const again = dashboard.page.getByRole('slider', { name: 'Temperature' }).locator('visible=true');
    assert.match((await again.getAttribute('aria-valuetext')) ?? '', /20\.00/);
    await dashboard.page.getByText('Student − teacher, points').waitFor();
  });

  it('zooms down to single steps by keyboard, and asks for just these', async () => {
    const { page } = await open({ epochs: 6, end: 'done' });
    const answer = dashboard.holdAnswers();
    await dashboard.tab('Curves');
    const plot = page.locator('.plot').first();
    for (let press = 0; press < 6; press++) await plot.press('+');
    await dashboard.until('six presses of a key', () => {
      const [low, high] = viewState(dashboard).zoom ?? [0, Infinity];
      return high - low === 300 / 64;
    });
    answer();
    await dashboard.said(
      'a question for a few steps',
      (message) =>
        message.type === 'request' &&
        message.request.name === 'series' &&
        message.request.queries.some(({ from, to }) => to - from < 10),
    );
  });

  it('saves all points', async () => {
    const { page } = await open({ epochs: 2, end: 'done' });
    await dashboard.tab('Curves');
    await page.getByText('Save CSV…').click();
    await dashboard.until('a saved file', () => dashboard.saved.size > 0);
    const [csv] = dashboard.saved.values();
    assert.equal(String(csv).trim().split('\n').length, 1 + 2 * 50 + 2 * 50 + 50);
  });

  it('stays within its width in every theme', async () => {
    const themes = Object.keys(THEMES) as ThemeName[];
    await open({ epochs: 2, end: 'done' });
    for (const theme of themes) {
      await dashboard.close();
      const subject = { kind: 'run', folder: record.folder.path } as const;
      dashboard = await DashboardPage.open(browser, { subject, theme, width: 400 });
      await dashboard.page.getByRole('heading', { level: 1 }).waitFor();
      for (const width of [400, 1000, 2000]) {
        await dashboard.page.setViewportSize({ width, height: 800 });
        for (const tab of TABS) {
          await dashboard.tab(tab);
          await dashboard.settled();
          const views = dashboard.page.locator('vscode-panel-view').locator('visible=true');
          const top = (await views.first().boundingBox())?.y ?? 0;
          const tabTop =
            (await dashboard.page.locator('vscode-panel-tab').first().boundingBox())?.y ?? Infinity;
          assert.ok(tabTop < top, `the tabs lie below ${tab}`);
          const scrolled = await dashboard.page.evaluate('document.documentElement.scrollWidth');
          assert.ok(Number(scrolled) <= width, `${tab} is ${String(scrolled)} wide at ${width}, ${theme}`);
        }
      }
      assert.deepEqual(dashboard.problems, []);
    }
  });

  it('is in the colours of a theme as soon as the editor is', async () => {
    const { page } = await open({ epochs: 2, end: 'done' }, { theme: 'light' });
    await dashboard.tab('Dark knowledge');
    await page.locator('.heatmap canvas').first().waitFor();
    await dashboard.switchTheme('dark');
    await dashboard.settled();
    const brightest = await page.evaluate<number>(`(() => {
      const canvas = document.querySelector('.heatmap canvas');
      const names = canvas.getContext('2d').getImageData(0, 20, 12, canvas.height - 20).data;
      return Math.max(...names.filter((_, index) => index % 4 === 0));
    })()`);
    assert.ok(brightest > 0xb0, `Names on a dark ground have a red of ${brightest} at most.`);
  });

  it('previews what a temperature does to typed logits', async () => {
    record = new SyntheticRecord({ epochs: 1, end: 'done' });
    dashboard = await DashboardPage.open(browser, { subject: { kind: 'preview', temperature: 2 } });
    const { page } = dashboard;
    await page.getByLabel('Logits, separated by commas').fill('0, 0');
    await page.getByText('100 % of the largest entropy').waitFor();
    await page.getByLabel('Logits, separated by commas').fill('nonsense');
    await page.getByRole('alert').waitFor();
  });

  it('previews the answers of a teacher, which typed logits are not', async () => {
    record = new SyntheticRecord({ epochs: 1, end: 'done', classes: 4 });
    const experiment = path.join(record.folder.path, '..', '..', '..', 'any.distill.json');
    dashboard = await DashboardPage.open(browser, {
      subject: { kind: 'preview', temperature: 2, experiment },
    });
    const { page } = dashboard;
    await page
      .getByText(/^At T = 2 .* Over the 6 recorded examples of the teacher it is \d+ % on average\.$/)
      .waitFor();
    const examples = page.locator('.preview-examples button');
    await examples.nth(1).click();
    assert.equal(await examples.nth(1).getAttribute('aria-pressed'), 'true');
    assert.match((await page.locator('.bars .is-label th').textContent()) ?? '', /class 1/);
    await page.getByLabel('Logits, separated by commas').fill('1, 2, 3, 4');
    await dashboard.until('no label', async () => (await page.locator('.bars .is-label').count()) === 0);
    assert.equal(await page.locator('.preview-examples [aria-pressed="true"]').count(), 0);
  });

  it('compares runs, and opens one', async () => {
    record = new SyntheticRecord({ epochs: 3, end: 'done' });
    const other = new SyntheticRecord({ epochs: 2, end: 'crashed' });
    const folders = [record.folder.path, other.folder.path];
    dashboard = await DashboardPage.open(browser, { subject: { kind: 'compare', folders } });
    await dashboard.page.locator('tbody button.link').nth(1).click();
    await dashboard.said(
      'the run to open',
      (message) => message.type === 'openRun' && message.folder === folders[1],
    );
    other.remove();
  });

  it('compares runs that still train, and keeps those that a brush or a filter leaves', async () => {
    record = new SyntheticRecord({ epochs: 6, end: 'live' });
    const other = new SyntheticRecord({ epochs: 2, end: 'done', temperature: 8 });
    const folders = [record.folder.path, other.folder.path];
    dashboard = await DashboardPage.open(browser, { subject: { kind: 'compare', folders } });
    const { page } = dashboard;
    const links = page.locator('tbody button.link');
    await links.nth(1).waitFor();
    const figure = page.locator('figure', { hasText: 'Validation accuracy' });
    await figure.locator('summary').click();
    await figure.locator('tbody tr').first().waitFor();
    const before = await figure.locator('tbody tr').count();
    record.appendEpoch('student-1', 4);
    await dashboard.poll();
    await dashboard.until(
      'its new epoch',
      async () => (await figure.locator('tbody tr').count()) === before + 1,
    );

    const axis = page.locator('.parallel-axis[data-key="setting distillation.temperature"]');
    await axis.press('ArrowUp');
    await dashboard.until('one run', async () => (await links.count()) === 1);
    assert.equal(
      await page.evaluate('document.activeElement.dataset.key'),
      'setting distillation.temperature',
    );
    await axis.press('Escape');
    await dashboard.until('both runs', async () => (await links.count()) === 2);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('temperature=4');
    await dashboard.until('one run', async () => (await links.count()) === 1);
    await page.getByRole('button', { name: 'Star' }).click();
    await dashboard.said('a star', isAction('starRun', folders[0]));
    other.remove();
  });

  it('draws seeds as one, and one by one when asked', async () => {
    const { page } = await open({ epochs: 2, end: 'done', seeds: 3 });
    await dashboard.tab('Curves');
    await page.getByText('Student (3 seeds)').waitFor();
    await page.locator('vscode-checkbox', { hasText: 'Seeds together' }).click();
    await page.locator('vscode-checkbox', { hasText: 'Student, seed 2' }).waitFor();
  });

  it('saves a chart as a picture', async () => {
    const { page } = await open({ epochs: 2, end: 'done' });
    await dashboard.tab('Curves');
    await page.locator('figure', { hasText: 'Total loss' }).getByText('Save PNG…').click();
    await dashboard.until('a saved picture', () => dashboard.saved.size > 0);
    const png = Buffer.from(dashboard.saved.get('Total loss.png') ?? '');
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  });

  it('saves drawings as pictures, too', async () => {
    record = new SyntheticRecord({ epochs: 2, end: 'done' });
    const other = new SyntheticRecord({ epochs: 3, end: 'done', temperature: 8 });
    const folders = [record.folder.path, other.folder.path];
    dashboard = await DashboardPage.open(browser, { subject: { kind: 'compare', folders } });
    const { page } = dashboard;
    for (const title of ['Settings and results of each run, as a line', 'Student accuracy against size']) {
      await page.locator('figure', { hasText: title }).getByText('Save PNG…').click();
      await dashboard.until('a saved picture', () => dashboard.saved.has(`${title}.png`));
      assert.ok((await coloursOf(page, dashboard.saved.get(`${title}.png`))).has('#3794ff'), title);
    }
    other.remove();
  });

  it('saves the reliability diagrams as one picture', async () => {
    const { page } = await open({ epochs: 2, end: 'done' });
    await dashboard.tab('Report');
    const heading = page.getByRole('heading', { name: 'Calibration' });
    await page.locator('section', { has: heading }).getByText('Save PNG…').click();
    await dashboard.until('a saved picture', () => dashboard.saved.has('Calibration.png'));
    const colours = await coloursOf(page, dashboard.saved.get('Calibration.png'));
    for (const colour of ['#d18616', '#3794ff', '#959595']) assert.ok(colours.has(colour), colour);
  });

  it('draws a record of a million steps, and the piece of it that is asked for', async () => {
    const { page } = await open({ epochs: 100, stepsInEpoch: 10_000, end: 'live', trains: 'student' });
    await dashboard.tab('Curves');
    await dashboard.said(
      'a question for all steps',
      (message) =>
        message.type === 'request' &&
        message.request.name === 'series' &&
        message.request.queries.some(({ to }) => to >= 1_000_000),
    );
    await page.locator('figure', { hasText: 'Total loss' }).locator('canvas').first().waitFor();
  });
});

function isAction(action: DashboardAction, folder: string | undefined): (message: PageMessage) => boolean {
  return (message) => message.type === 'action' && message.action === action && message.folder === folder;
}

/** The colours of a good part of a picture's pixels: at least fifty. */
async function coloursOf(page: Page, png: string | Uint8Array | undefined): Promise<Set<string>> {
  const url = `data:image/png;base64,${Buffer.from(png ?? '').toString('base64')}`;
  const colours = await page.evaluate<string[]>(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(url)};
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const counts = new Map();
    const { data } = context.getImageData(0, 0, image.width, image.height);
    for (let at = 0; at < data.length; at += 4) {
      const colour = '#' + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].filter(([, count]) => count >= 50).map(([colour]) => colour);
  })()`);
  return new Set(colours);
}

interface SavedChoices {
  readonly temperature?: number;
  readonly zoom?: readonly [low: number, high: number];
}

/** What the page has saved of what a person chose on it. */
function viewState({ state }: DashboardPage): SavedChoices {
  return (state as { readonly view?: SavedChoices } | undefined)?.view ?? {};
}
