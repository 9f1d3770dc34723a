import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findTests } from '../mocha/files';
import { readTotals, type Totals } from '../mocha/totals';
import { bundleTests } from './bundleTests';
import { ProcessFamily, stopOnSignals } from './processes';
import type { TestHost } from './testHost';

const TIMEOUT = 15 * 60_000;

/**
 * Runs the tests of `test/integration` inside a VS Code, which opens a copy of an example in a temporary folder. What the tests say
 * is shown as it comes. Nothing that was started is left behind.
 *
 * @param root the project's folder
 * @param filters parts of paths of test files, of which a file has to contain one; none: all files
 */
export async function runIntegrationSuite(
  root: string,
  host: TestHost,
  filters: readonly string[],
): Promise<Totals> {
  const tests = path.join(root, 'test', 'integration');
  const files = findTests(tests, filters);
  if (files.length === 0) throw new Error(`No test file of test/integration matches ${filters.join(', ')}.`);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'distillery-integration-'));
  const bundles = path.join(root, 'out', path.basename(scratch));
  const family = new ProcessFamily();
  const cleanUp = (): void => {
    family.stop();
    for (const folder of [scratch, bundles]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const heedNoSignals = stopOnSignals(cleanUp);
  const output = new FileTail(path.join(scratch, 'output.txt'));
  const totals = path.join(scratch, 'totals.json');
  try {
    console.log(`Integration tests (${files.length} files) in ${host.title}`);
    await bundleTests(tests, files, bundles);
    output.start();
    try {
      await host.run({
        extension: root,
        entry: path.join(bundles, 'index.js'),
        workspace: makeWorkspace(root, scratch),
        scratch,
        environment: { DISTILLERY_TEST_OUTPUT: output.file, DISTILLERY_TOTALS_FILE: totals },
        family,
        timeout: TIMEOUT,
      });
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
    output.stop();
    return readTotals(totals, 'integration');
  } finally {
    output.stop();
    cleanUp();
    heedNoSignals();
  }
}

/** A folder with the digits example, for tests to do with as they please. */
function makeWorkspace(root: string, scratch: string): string {
  const workspace = path.join(scratch, 'workspace');
  mkdirSync(workspace);
  cpSync(path.join(root, 'examples', 'digits'), workspace, {
    recursive: true,
    filter: (file) => path.basename(file) !== '.distillery',
  });
  return workspace;
}

/** Shows a file on the console while it grows. */
class FileTail {
  readonly file: string;
  #shown = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.file = file;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#show();
    }, 250);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#show();
  }

  #show(): void {
    let content: Buffer;
    try {
      content = readFileSync(this.file);
    } catch {
      return;
    }
    process.stdout.write(content.subarray(this.#shown));
    this.#shown = content.length;
  }
}
