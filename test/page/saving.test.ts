import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { usePages } from './support/usePages';

describe('what a person saves from the dashboard', () => {
  const pages = usePages();

  it('saves all points', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' });
    await dashboard.tab('Curves');
    await page.getByText('Save CSV…').click();
    await dashboard.until('a saved file', () => dashboard.saved.size > 0);
    const [csv] = dashboard.saved.values();
    assert.equal(String(csv).trim().split('\n').length, 1 + 2 * 50 + 2 * 50 + 50);
  });

  it('saves a chart as a picture', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' });
    await dashboard.tab('Curves');
    await page.locator('figure', { hasText: 'Total loss' }).getByText('Save PNG…').click();
    await dashboard.until('a saved picture', () => dashboard.saved.size > 0);
    const png = Buffer.from(dashboard.saved.get('Total loss.png') ?? '');
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  });

  it('saves drawings as pictures, too', async () => {
    const record = pages.record({ epochs: 2, end: 'done' });
    const other = pages.record({ epochs: 3, end: 'done', temperature: 8 });
    const folders = [record.folder.path, other.folder.path];
    const dashboard = await pages.open({ subject: { kind: 'compare', folders } });
    const { page } = dashboard;
    for (const title of ['Settings and results of each run, as a line', 'Student accuracy against size']) {
      await page.locator('figure', { hasText: title }).getByText('Save PNG…').click();
      await dashboard.until('a saved picture', () => dashboard.saved.has(`${title}.png`));
      assert.ok((await coloursOf(page, dashboard.saved.get(`${title}.png`))).has('#3794ff'), title);
    }
  });

  it('saves the reliability diagrams as one picture', async () => {
    const { dashboard, page } = await pages.openRun({ epochs: 2, end: 'done' });
    await dashboard.tab('Report');
    const heading = page.getByRole('heading', { name: 'Calibration' });
    await page.locator('section', { has: heading }).getByText('Save PNG…').click();
    await dashboard.until('a saved picture', () => dashboard.saved.has('Calibration.png'));
    const colours = await coloursOf(page, dashboard.saved.get('Calibration.png'));
    for (const colour of ['#d18616', '#3794ff', '#959595']) assert.ok(colours.has(colour), colour);
  });
});

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
