import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { packagePath } from '../../../scripts/packaging/package';
import { root } from '../../../scripts/steps.mjs';
import { launchBrowser } from '../../../scripts/vscode/browser';
import { cacheFolder } from '../../../scripts/vscode/chooseHost';
import { ProcessFamily } from '../../../scripts/vscode/processes';
import { installExtension, type Server, startServer } from '../../../scripts/vscode/server';
import { NEWEST, obtainServerBuild } from '../../../scripts/vscode/serverBuild';
import { THEME_SETTINGS, Workbench } from './workbench';

const CONTENTS = {
  empty: [],
  digits: ['digits.csv.gz', 'digits.distill.json'],
  /** With the runs of the demo. */
  mnist: ['mnist.distill.json', '.distillery'],
} as const;

export interface Circumstances {
  /** What is in the folder before: nothing, or the example of this name. */
  readonly folder?: keyof typeof CONTENTS;
  readonly trust?: 'everything' | 'ask';
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables of their environment. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Someone with VS Code and our VSIX, who opens a folder. Everything is theirs alone and is thrown away with them. */
export class Person {
  readonly family = new ProcessFamily();
  readonly scratch = mkdtempSync(path.join(os.tmpdir(), 'distillery-e2e-'));
  readonly workspace: string;
  readonly #windows: BrowserContext[] = [];
  #server: Server | undefined;
  #browser: Browser | undefined;

  private constructor(folderName: string) {
    this.workspace = path.join(this.scratch, folderName);
  }

  /** Installs the VSIX and starts VS Code; the folder is empty, or a copy of an example. */
  static async start({
    folder = 'digits',
    trust = 'everything',
    settings = {},
    environment = {},
  }: Circumstances = {}): Promise<Person> {
    const person = new Person(folder === 'empty' ? 'digits' : folder);
    try {
      mkdirSync(person.workspace);
      for (const name of CONTENTS[folder]) {
        cpSync(path.join(root, 'examples', folder, name), path.join(person.workspace, name), {
          recursive: true,
        });
      }
      const build = obtainServerBuild(cacheFolder(root), NEWEST);
      installExtension(build, person.#dataFolder, packagePath());
      person.#browser = await launchBrowser();
      person.#server = await startServer({
        build,
        family: person.family,
        dataFolder: person.#dataFolder,
        trust,
        settings: { ...THEME_SETTINGS, ...settings },
        environment,
      });
      return person;
    } catch (error) {
      await person.leave();
      throw error;
    }
  }

  get #dataFolder(): string {
    return path.join(this.scratch, 'server');
  }

  /** Opens the folder in a window of its own. */
  async openFolder(): Promise<Workbench> {
    if (this.#browser === undefined || this.#server === undefined) throw new Error('VS Code is not running.');
    const context = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    this.#windows.push(context);
    const page: Page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const query = new URLSearchParams({ folder: this.workspace });
    await page.goto(`http://localhost:${this.#server.port}/?${query.toString()}`);
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /** Command lines of the trainers that run. */
  trainers(): string[] {
    return this.family.commandLines().filter((line) => line.includes('trainer.js'));
  }

  /** Closes all windows, ends every process and removes all files. */
  async leave(): Promise<void> {
    for (const window of this.#windows) await window.close();
    await this.#browser?.close();
    this.family.stop();
    rmSync(this.scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
