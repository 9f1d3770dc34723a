import path from 'node:path';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { answers, canInstallPackages, installPackages, onPath } from './commands';
import type { ProcessFamily } from './processes';
import type { TestHost, TestSession } from './testHost';

const UPDATE_SERVER = 'https://update.code.visualstudio.com/api/releases/stable';

/** What makes VS Code on the desktop impossible here, or the host. */
export type ElectronHost =
  | { readonly kind: 'ready'; readonly host: TestHost }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * VS Code for the desktop: the one that DISTILLERY_VSCODE names instead of the newest, else one that is downloaded into the cache.
 *
 * @param version of VS Code, or `stable` for the newest
 */
export async function electronHost(cache: string, version: string): Promise<ElectronHost> {
  const set = process.env['DISTILLERY_VSCODE'];
  const named = version === 'stable' && set !== '' ? set : undefined;
  if (named === undefined && !(await answers(UPDATE_SERVER)))
    return { kind: 'unavailable', reason: 'VS Code cannot be downloaded here' };
  if (!hasDisplay())
    return { kind: 'unavailable', reason: 'there is no display, and Xvfb cannot be installed' };
  try {
    const program = named ?? (await downloadAndUnzipVSCode({ cachePath: cache, version, timeout: 60_000 }));
    const title =
      named === undefined ? `VS Code ${version} for the desktop` : `VS Code for the desktop (${named})`;
    return { kind: 'ready', host: { title, run: (session) => run(program, session) } };
  } catch (error) {
    return { kind: 'unavailable', reason: `the download of VS Code failed (${String(error)})` };
  }
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '') return true;
  if (onPath('Xvfb') === undefined && canInstallPackages()) {
    try {
      installPackages('xvfb', 'libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2');
    } catch {
      return false;
    }
  }
  return onPath('Xvfb') !== undefined;
}

async function run(vscodeExecutablePath: string, session: TestSession): Promise<void> {
  const { extension, entry, workspace, scratch, environment, family, timeout } = session;
  let timer: NodeJS.Timeout | undefined;
  const tests = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: extension,
    extensionTestsPath: entry,
    extensionTestsEnv: { ...family.environment(), ...environment, ...(await display(family)) },
    launchArgs: [
      workspace,
      '--disable-extensions',
      `--user-data-dir=${path.join(scratch, 'user')}`,
      `--extensions-dir=${path.join(scratch, 'extensions')}`,
    ],
  }).catch((error: unknown) => {
    if (!(error instanceof TestRunFailedError) || error.code !== 1) throw error;
  });
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The tests took longer than ${timeout / 60_000} minutes.`));
    }, timeout);
  });
  try {
    await Promise.race([tests, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** The display to show windows on: the person's, or one that only exists in memory. */
async function display(family: ProcessFamily): Promise<NodeJS.ProcessEnv> {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '') return {};
  const server = family.start(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error('Xvfb ended before it had a display.'));
    });
    server.stdout?.once('data', (number: Buffer) => {
      resolve({ DISPLAY: `:${number.toString().trim()}` });
    });
  });
}
