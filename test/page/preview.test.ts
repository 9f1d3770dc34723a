import assert from 'node:assert/strict';
import path from 'node:path';
import { usePages } from './support/usePages';

describe('the preview of soft targets', () => {
  const pages = usePages();

  it('previews what a temperature does to typed logits', async () => {
    const dashboard = await pages.open({ subject: { kind: 'preview', temperature: 2 } });
    const { page } = dashboard;
    await page.getByLabel('Logits, separated by commas').fill('0, 0');
    await page.getByText('100 % of the largest entropy').waitFor();
    await page.getByLabel('Logits, separated by commas').fill('nonsense');
    await page.getByRole('alert').waitFor();
  });

  it('previews the answers of a teacher, which typed logits are not', async () => {
    const record = pages.record({ epochs: 1, end: 'done', classes: 4 });
    const experiment = path.join(record.folder.path, '..', '..', '..', 'any.distill.json');
    const dashboard = await pages.open({
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
    const title = 'How soft the targets are: entropy in percent of the largest';
    await page.locator('figure', { hasText: title }).getByText('Save PNG…').click();
    await dashboard.until('a saved picture', () => dashboard.saved.has(`${title}.png`));
    await page.getByLabel('Logits, separated by commas').fill('1, 2, 3, 4');
    await dashboard.until('no label', async () => (await page.locator('.bars .is-label').count()) === 0);
    assert.equal(await page.locator('.preview-examples [aria-pressed="true"]').count(), 0);
  });
});
