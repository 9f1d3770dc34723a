import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { DashboardPage } from './support/dashboardPage';
import { isAction } from './support/messages';
import { HOSTILE_NAMES, REUSED_ACCURACY } from './support/record';
import { usePages } from './support/usePages';

const TABS = ['Overview', 'Curves', 'Soft targets', 'Dark knowledge', 'Report'];

describe("the dashboard's page", () => {
  const pages = usePages();

  it('shows names from data as text, in every view', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 3, end: 'done' });
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
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' });
    await dashboard.tab('Soft targets');
    await page.locator('.bars', { hasText: '\\u{a}' }).waitFor();
    const text = await page.locator('.bars').textContent();
    assert.doesNotMatch(text ?? '', /[\u001b\u202e]/);
  });

  it('grows while the run goes on', async () => {
    const { dashboard, record, page } = await pages.openRun({ epochs: 6, end: 'live' });
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
    const { dashboard, record, page } = await pages.openRun({ epochs: 2, end: 'live' });
    await page.getByText('Stop', { exact: true }).click();
    await dashboard.said('a stop', isAction('stop', record.folder.path));
  });

  it('says what to do when the run has crashed', async () => {
    const { page } = await pages.openRun({ epochs: 2, end: 'crashed' });
    assert.match((await page.locator('.run-header').textContent()) ?? '', /Crashed.*Resume goes on/s);
    await page.getByText('Resume', { exact: true }).waitFor();
  });

  it('says so when the record is gone', async () => {
    const { record } = await pages.openRun({ epochs: 2, end: 'done' });
    fs.rmSync(record.folder.path, { recursive: true });
    const dashboard = await pages.open({ subject: { kind: 'run', folder: record.folder.path } });
    await dashboard.page.getByText('Not found').waitFor();
    assert.equal(await dashboard.page.locator('vscode-panels').isVisible(), false);
  });

  it('moves the bars with the slider, also by keyboard', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 3, end: 'done' });
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
    const { dashboard, record } = await pages.openRun({ epochs: 3, end: 'done', testExamples: 40 });
    await dashboard.tab('Dark knowledge');
    const slider = dashboard.page.getByRole('slider', { name: 'Temperature' }).locator('visible=true');
    await slider.press('End');
    await dashboard.until('a saved temperature', () => viewState(dashboard).temperature === 20);
    const { state } = dashboard;
    const subject = { kind: 'run', folder: record.folder.path } as const;
    const again = await pages.open({ subject, state });
    const setting = again.page.getByRole('slider', { name: 'Temperature' }).locator('visible=true');
    assert.match((await setting.getAttribute('aria-valuetext')) ?? '', /20\.00/);
    await again.page.getByText('Student − teacher, points').waitFor();
  });

  it('zooms down to single steps by keyboard, and asks for just these', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 6, end: 'done' });
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

  it('stays within its width, with and without the borders of high contrast', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' });
    for (const theme of ['dark', 'high-contrast'] as const) {
      await dashboard.switchTheme(theme);
      for (const width of [400, 1000, 2000]) {
        await page.setViewportSize({ width, height: 800 });
        for (const tab of TABS) {
          await dashboard.tab(tab);
          await dashboard.settled();
          const view = page.locator('vscode-panel-view').locator('visible=true').first();
          const top = (await view.boundingBox())?.y ?? 0;
          const tabTop = (await page.locator('vscode-panel-tab').first().boundingBox())?.y ?? Infinity;
          assert.ok(tabTop < top, `the tabs lie below ${tab}`);
          const scrolled = await page.evaluate('document.documentElement.scrollWidth');
          assert.ok(Number(scrolled) <= width, `${tab} is ${String(scrolled)} wide at ${width}, ${theme}`);
        }
      }
    }
  });

  it('is in the colours of a theme as soon as the editor is', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' }, { theme: 'light' });
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

  it('is in the colours of a theme also where another tab was shown meanwhile', async () => {
    const { dashboard, record } = await pages.openRun({ epochs: 2, end: 'done' }, { theme: 'dark' });
    const subject = { kind: 'run', folder: record.folder.path } as const;
    const fresh = await pages.open({ subject, theme: 'light', state: { subject, view: { tab: 'curves' } } });
    const curve = async (of: DashboardPage): Promise<unknown> => {
      await of.page.locator('figure.chart canvas').first().waitFor();
      await of.settled();
      return of.page.evaluate(`document.querySelector('figure.chart canvas').toDataURL()`);
    };
    await dashboard.tab('Curves');
    const dark = await curve(dashboard);
    await dashboard.tab('Overview');
    await dashboard.switchTheme('light');
    await dashboard.tab('Curves');
    const light = await curve(fresh);
    assert.notEqual(dark, light);
    await dashboard.until('the colours of now', async () => (await curve(dashboard)) === light);
  });

  it('draws seeds as one, and one by one when asked', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done', seeds: 3 });
    await dashboard.tab('Curves');
    await page.getByText('Student (3 seeds)').waitFor();
    await page.locator('vscode-checkbox', { hasText: 'Seeds together' }).click();
    await page.locator('vscode-checkbox', { hasText: 'Student, seed 2' }).waitFor();
  });

  it('compares with a teacher that was trained in another run', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 3, end: 'done', trains: 'student' });
    const teacher = page.locator('.node-teacher .node-detail');
    assert.equal(await teacher.textContent(), 'reused · 93.8 %');
    await dashboard.tab('Curves');
    const figure = page.locator('figure', { hasText: 'Accuracy' });
    await figure.locator('summary').click();
    const rows = figure.locator('tbody tr', { hasText: 'Teacher (reused)' });
    await dashboard.until('a line from end to end', async () => (await rows.count()) === 2);
    for (const row of await rows.allTextContents()) assert.ok(row.includes(String(REUSED_ACCURACY)), row);
    await page.locator('vscode-checkbox', { hasText: 'Teacher' }).click();
    await dashboard.until('no such line', async () => (await rows.count()) === 0);
  });

  it('asks for as much of a curve as its new width shows, when the window has another', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' }, { width: 500 });
    await dashboard.tab('Curves');
    await page.locator('figure.chart canvas').first().waitFor();
    const widths = (): readonly number[] =>
      dashboard.sent.flatMap((message) =>
        message.type === 'request' && message.request.name === 'series'
          ? message.request.queries.map(({ width }) => width)
          : [],
      );
    const narrow = Math.max(...widths());
    await page.setViewportSize({ width: 900, height: 900 });
    await dashboard.until('a wider question', () => Math.max(...widths()) > narrow + 100);
  });

  it('draws a record of a million steps, and the piece of it that is asked for', async () => {
    const { dashboard, page } = await pages.openRun({
      epochs: 100,
      stepsInEpoch: 10_000,
      end: 'live',
      trains: 'student',
    });
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

interface SavedChoices {
  readonly temperature?: number;
  readonly zoom?: readonly [low: number, high: number];
}

/** What the page has saved of what a person chose on it. */
function viewState({ state }: DashboardPage): SavedChoices {
  return (state as { readonly view?: SavedChoices } | undefined)?.view ?? {};
}
