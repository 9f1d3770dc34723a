import assert from 'node:assert/strict';
import { isAction } from './support/messages';
import { usePages } from './support/usePages';

describe('the comparison of runs', () => {
  const pages = usePages();

  it('compares runs, and opens one', async () => {
    const record = pages.record({ epochs: 3, end: 'done' });
    const other = pages.record({ epochs: 2, end: 'crashed' });
    const folders = [record.folder.path, other.folder.path];
    const dashboard = await pages.open({ subject: { kind: 'compare', folders } });
    await dashboard.page.locator('tbody button.link').nth(1).click();
    await dashboard.said(
      'the run to open',
      (message) => message.type === 'openRun' && message.folder === folders[1],
    );
  });

  it('compares runs that still train, and keeps those that a brush or a filter leaves', async () => {
    const record = pages.record({ epochs: 6, end: 'live' });
    const other = pages.record({ epochs: 2, end: 'done', temperature: 8 });
    const folders = [record.folder.path, other.folder.path];
    const dashboard = await pages.open({ subject: { kind: 'compare', folders } });
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
  });
});
