import path from 'node:path';
import type { Locator } from 'playwright-core';
import { walkthrough, walkthroughPicture, walkthroughThemes } from '../../src/extension/contributions';
import { Person } from '../../test/e2e/support/person';
import { waitUntil } from '../../test/e2e/support/waitUntil';
import type { Workbench } from '../../test/e2e/support/workbench';
import { root } from '../steps.mjs';
import { keepPicture } from './keep';

/** Small, since the walkthrough shows its pictures small. */
const SIZE = { width: 860, height: 600 };
const RUN_MILLISECONDS = 3 * 60_000;
const PREFIX = 'walkthrough-';

type StepId = (typeof walkthrough.steps)[number]['id'];

/** What a person sees at each step of the walkthrough, with two runs of the digits example. */
export async function takeWalkthroughPictures(): Promise<void> {
  const person = await Person.start({ settings: { 'editor.minimap.enabled': false } });
  try {
    const workbench = await person.openFolder();
    await runTwice(person, workbench);
    await workbench.page.setViewportSize(SIZE);
    await photograph(workbench);
  } finally {
    await person.leave();
  }
  for (const { id } of walkthrough.steps) {
    for (const theme of walkthroughThemes) {
      const file = walkthroughPicture(id, theme);
      await keepPicture(PREFIX + file, path.join(root, 'media', 'walkthrough', file));
    }
  }
}

async function runTwice(person: Person, workbench: Workbench): Promise<void> {
  const untilDone = async (runs: number): Promise<void> => {
    const done = workbench.rows('Runs').filter({ hasText: /%.*\([+−-]/ });
    await done.nth(runs - 1).waitFor({ timeout: RUN_MILLISECONDS });
    await waitUntil('no trainer runs', () => person.trainers().length === 0);
  };
  await workbench.openFile('digits.distill.json');
  await workbench.openSidebar();
  await workbench.command('Distillery: Run Experiment');
  await untilDone(1);
  await workbench.command('Distillery: Run with Overrides…');
  await workbench.quickInput.fill('distillation.temperature=2');
  await workbench.option('Enter adds it').waitFor();
  await workbench.page.keyboard.press('Enter');
  await workbench.option('Enter takes it out').waitFor();
  await workbench.option('Run').first().click();
  await untilDone(2);
}

async function photograph(workbench: Workbench): Promise<void> {
  const picture = (step: StepId, subject: Locator): Promise<void> =>
    workbench.picture(PREFIX + step, subject);
  const { webview } = workbench;
  const toggleSidebar = (): Promise<void> => workbench.command('View: Toggle Primary Side Bar Visibility');

  const rows = workbench.rows('Runs').filter({ hasText: /%/ });
  await rows.nth(0).click();
  await rows.nth(1).click({ modifiers: ['Control'] });
  await workbench.command('Distillery: Compare Selected Runs');
  await webview.locator('table').first().waitFor();
  await toggleSidebar();
  await picture('compare', webview.locator('canvas').first());

  await workbench.editorTab('digits.distill.json').click();
  await picture('example', workbench.codeLens('Last:').first());

  await workbench.command('Distillery: Preview Soft Targets…');
  await picture('temperature', webview.locator('.preview-examples button').first());

  await workbench.openSidebar();
  await workbench.openRun(rows.first());
  await toggleSidebar();
  await workbench.pictureOfTab('Overview', `${PREFIX}run`);
  await workbench.pictureOfTab('Curves', `${PREFIX}watch`);
  await workbench.commandOnFirst('Distillery: Export Student…');
  await picture('export', workbench.option('Seed 1'));
}
