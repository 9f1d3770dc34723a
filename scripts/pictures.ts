// `npm run pictures`: photographs the dashboard of the demo's newest run in VS Code, for the README. Needs `npm run demo` first.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Person } from '../test/e2e/support/person';
import { SCREENSHOTS, type Workbench } from '../test/e2e/support/workbench';
import { packageExtension } from './packaging/package';
import { root } from './steps.mjs';

const KEPT = path.join(root, 'media', 'screenshots');

interface View {
  readonly tab: string;
  readonly picture: string;
}

const views: readonly View[] = [
  { tab: 'Overview', picture: 'mnist-overview' },
  { tab: 'Curves', picture: 'mnist-curves' },
  { tab: 'Soft targets', picture: 'mnist-soft-targets' },
  { tab: 'Dark knowledge', picture: 'mnist-dark-knowledge' },
  { tab: 'Report', picture: 'mnist-report' },
];

async function photograph(workbench: Workbench): Promise<void> {
  await workbench.openSidebar();
  await workbench.rows('Runs').filter({ hasText: '%' }).first().click();
  await workbench.webview.locator('vscode-panel-tab').first().waitFor();
  await workbench.command('View: Toggle Primary Side Bar Visibility');
  for (const { tab, picture } of views) {
    const handle = workbench.webview.locator('vscode-panel-tab', { hasText: tab });
    await handle.click();
    await workbench.picture(
      picture,
      workbench.webview.locator('vscode-panel-tab[aria-selected="true"]', { hasText: tab }),
    );
  }
}

async function main(): Promise<void> {
  if (!existsSync(path.join(root, 'examples', 'mnist', '.distillery', 'runs'))) {
    console.error('There is no run of examples/mnist. Make one with: npm run demo');
    process.exitCode = 1;
    return;
  }
  await packageExtension();
  const person = await Person.start({ folder: 'mnist' });
  try {
    await photograph(await person.openFolder());
  } finally {
    await person.leave();
  }
  mkdirSync(KEPT, { recursive: true });
  for (const { picture } of views) {
    const name = `${picture}-dark.png`;
    copyFileSync(path.join(SCREENSHOTS, name), path.join(KEPT, name));
  }
}

void main();
