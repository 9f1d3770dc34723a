import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Person } from '../../test/e2e/support/person';
import type { Workbench } from '../../test/e2e/support/workbench';
import { root } from '../steps.mjs';
import { keepPicture } from './keep';

const KEPT = path.join(root, 'media', 'screenshots');

const views = [
  { tab: 'Overview', picture: 'mnist-overview' },
  { tab: 'Curves', picture: 'mnist-curves' },
  { tab: 'Soft targets', picture: 'mnist-soft-targets' },
  { tab: 'Dark knowledge', picture: 'mnist-dark-knowledge' },
  { tab: 'Report', picture: 'mnist-report' },
] as const;

const COMPARISON = 'mnist-compare';

/** The dashboard of the demo's newest run, and all runs of the demo beside each other. */
export async function takeReadmePictures(): Promise<void> {
  if (!existsSync(path.join(root, 'examples', 'mnist', '.distillery', 'runs'))) {
    throw new Error('There is no run of examples/mnist. Make one with: npm run demo');
  }
  const person = await Person.start({ folder: 'mnist' });
  try {
    await photograph(await person.openFolder());
  } finally {
    await person.leave();
  }
  mkdirSync(KEPT, { recursive: true });
  for (const picture of [...views.map(({ picture }) => picture), COMPARISON]) {
    const name = `${picture}-dark.png`;
    await keepPicture(name, path.join(KEPT, name));
  }
}

async function photograph(workbench: Workbench): Promise<void> {
  await workbench.openSidebar();
  await workbench.openRun(workbench.runRow('%'));
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  for (const { tab, picture } of views) await workbench.pictureOfTab(tab, picture);
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  const rows = workbench.rows('Runs').filter({ hasText: '%' });
  await rows.first().click();
  await rows.last().click({ modifiers: ['Shift'] });
  await workbench.command('Distillery: Compare Selected Runs');
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  await workbench.picture(COMPARISON, workbench.webview.locator('.parallel path').first());
}
