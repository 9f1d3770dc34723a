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

  it('makes the run stand out that the pointer or the focus is at', async () => {
    const long = pages.record({ epochs: 6, end: 'done' });
    const short = pages.record({ epochs: 3, end: 'done', temperature: 8 });
    const folders = [long.folder.path, short.folder.path];
    const dashboard = await pages.open({ subject: { kind: 'compare', folders } });
    const { page } = dashboard;
    const rows = page.locator('.run-table tbody tr');
    const standingOut = (): Promise<unknown> =>
      page.evaluate(`document.querySelector('.run-table tr.stands-out')?.dataset.run`);
    const linesBehind = page.locator('.run-line.steps-back');
    const plot = page.locator('figure', { hasText: 'Validation accuracy' }).locator('.plot');
    const look = (): Promise<string> =>
      page.evaluate(`document.querySelector('figure.chart canvas').toDataURL()`);
    await rows.nth(1).waitFor();
    await plot.locator('canvas').waitFor();
    await dashboard.settled();
    const before = await look();

    await rows.nth(1).hover();
    assert.equal(await standingOut(), folders[1]);
    assert.equal(await linesBehind.getAttribute('data-run'), folders[0]);
    await dashboard.until('a curve that steps back', async () => (await look()) !== before);
    const places = page.locator('figure', { hasText: 'against size' }).locator('.readout');
    assert.match(await places.innerText(), /temperature 8.*: 97.00 %/);
    await page.mouse.move(1, 1);
    assert.equal(await standingOut(), undefined);
    assert.equal((await places.innerText()).trim(), '');
    await dashboard.until('the curves as before', async () => (await look()) === before);

    await rows.nth(0).getByRole('button', { name: 'Star' }).focus();
    assert.equal(await standingOut(), folders[0]);

    await rows.nth(1).hover();
    const { x, y, width, height } = (await plot.locator('.u-over').boundingBox()) ?? assert.fail();
    for (let down = 2; down < height && (await standingOut()) !== folders[0]; down += 4) {
      await page.mouse.move(x + 0.8 * width, y + down);
    }
    assert.equal(await standingOut(), folders[0]);
  });

  it('leaves the focus where it was when the table is drawn anew', async () => {
    const folders = [8, 4].map(
      (temperature) => pages.record({ epochs: 1, end: 'done', temperature }).folder.path,
    );
    const { page } = await pages.open({ subject: { kind: 'compare', folders } });
    const sort = page.locator('.run-table').getByRole('button', { name: 'temperature' });
    await sort.focus();
    for (const direction of ['descending', 'ascending']) {
      await page.keyboard.press('Enter');
      await page.locator(`th[aria-sort="${direction}"]`).waitFor();
    }
    assert.match(String(await page.evaluate('document.activeElement.textContent')), /temperature/);
  });

  it('begins with the example on which the two students differ most', async () => {
    const classes = 4;
    const folders = [6, 3].map((epochs) => pages.record({ epochs, end: 'done', classes }).folder.path);
    const { page } = await pages.open({ subject: { kind: 'compare', folders } });
    const note = page.getByText('of the training split');
    await page.locator('.sides table').nth(1).waitFor();
    const distances = [0, 1, 2, 3].map((example) => {
      const [p, q] = [2, 1].map((sharpness) => probabilities(classes, example, sharpness));
      return (p ?? []).reduce((sum, share, index) => sum + Math.abs(share - (q?.[index] ?? 0)), 0);
    });
    const furthest = distances.indexOf(Math.max(...distances));
    assert.match(
      await note.innerText(),
      new RegExp(`^Example ${furthest} of the training split: class ${furthest}`),
    );
    await page.getByLabel('Example').press('End');
    const nearest = distances.indexOf(Math.min(...distances));
    await page.getByText(`Example ${nearest} of the training split`).waitFor();
  });
});

/** As the synthetic record has them: the label's logit is as sharp as told, the others grow by a fifth. */
function probabilities(classes: number, label: number, sharpness: number): number[] {
  const weights = Array.from({ length: classes }, (_, index) =>
    Math.exp(index === label ? sharpness : index / 5),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
