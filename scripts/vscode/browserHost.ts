import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { startServer, type Server } from './server';
import type { ServerBuild } from './serverBuild';
import type { TestHost, TestSession } from './testHost';

/** VS Code's server build, shown in a headless Chromium. */
export function browserHost(build: ServerBuild): TestHost {
  return {
    title: `VS Code ${build.version} (server build in headless Chromium)`,
    run: (session) => run(build, session),
  };
}

async function run(build: ServerBuild, session: TestSession): Promise<void> {
  const { family, environment, scratch } = session;
  const [server, browser] = await Promise.all([
    startServer({
      build,
      family,
      environment,
      dataFolder: path.join(scratch, 'server'),
      trust: 'everything',
    }),
    launchBrowser(),
  ]);
  try {
    await runInPage(await browser.newPage(), server, session);
  } finally {
    await browser.close();
  }
}

/** Opens the page and waits until VS Code says that the suite is over. */
async function runInPage(page: Page, server: Server, session: TestSession): Promise<void> {
  const log: string[] = [];
  await page.exposeFunction('codeAutomationLog', (type: string, words: readonly unknown[]) => {
    log.push(`${type}: ${words.map(String).join(' ')}`);
  });
  const explain = (what: string): Error =>
    new Error(`${what}\n${log.slice(-40).join('\n')}\n${server.output().slice(-4000)}`);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(explain(`The tests took longer than ${session.timeout / 60_000} minutes.`));
      }, session.timeout);
      page.on('crash', () => {
        reject(explain("VS Code's page crashed."));
      });
      page
        .exposeFunction('codeAutomationExit', () => {
          resolve();
        })
        .then(() => page.goto(address(server.port, session), { timeout: 60_000 }))
        .catch(reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

function address(port: number, { extension, entry, workspace }: TestSession): string {
  const remote = `vscode-remote://localhost:${port}`;
  const payload = [
    ['extensionDevelopmentPath', `${remote}${extension}`],
    ['extensionTestsPath', `${remote}${entry}`],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://localhost:${port}/?${query.toString()}`;
}
