import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { answers, canInstallPackages, installPackages, onPath } from './commands';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const FLAGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts a headless Chromium without access to a person's profile; it is obtained first if need be. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await obtainBrowser(),
    args: process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS,
  });
}

/**
 * The program file of a Chromium: the one that DISTILLERY_CHROMIUM names, an installed one, the one that Playwright downloads,
 * or the Linux distribution's.
 */
export async function obtainBrowser(): Promise<string> {
  const named = process.env['DISTILLERY_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`DISTILLERY_CHROMIUM names ${named}, but there is no such file.`);
    return named;
  }
  return onPath(...NAMES) ?? ownDownload() ?? (await download()) ?? installFromDistribution() ?? noBrowser();
}

function ownDownload(): string | undefined {
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

async function download(): Promise<string | undefined> {
  if (!(await answers('https://cdn.playwright.dev/'))) return undefined;
  console.log('Downloading Chromium through Playwright…');
  const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const libraries = canInstallPackages() ? ['--with-deps'] : [];
  try {
    execFileSync(process.execPath, [cli, 'install', ...libraries, 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 600_000,
    });
  } catch (error) {
    console.log(`Playwright could not download it: ${String(error)}`);
  }
  return ownDownload();
}

function installFromDistribution(): string | undefined {
  if (!canInstallPackages()) return undefined;
  console.log('Installing Chromium from the Linux distribution…');
  try {
    installPackages('chromium');
  } catch (error) {
    console.log(`It could not be installed: ${String(error)}`);
  }
  return onPath(...NAMES);
}

function noBrowser(): never {
  throw new Error(
    'No Chromium was found and none could be obtained. Install Chromium or Chrome, or set DISTILLERY_CHROMIUM to its program file.',
  );
}
