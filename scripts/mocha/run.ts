import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../steps.mjs';
import { findTests } from './files';
import { readTotals, type Totals } from './totals';

/**
 * Runs Mocha in a process of its own and gives its true totals, whatever becomes of that process.
 *
 * @param suite its name, for messages
 * @param words the arguments of Mocha; without a spec: the unit tests
 */
export async function runMocha(suite: string, words: readonly string[]): Promise<Totals> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
  const file = path.join(folder, 'totals.json');
  try {
    const mocha = spawn(
      process.execPath,
      ['node_modules/mocha/bin/mocha.js', '--reporter', path.join(__dirname, 'reporter.cjs'), ...words],
      { cwd: root, stdio: 'inherit', env: { ...process.env, DISTILLERY_TOTALS_FILE: file } },
    );
    await once(mocha, 'close');
    return readTotals(file, suite);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the tests of a folder of `test` that come with no configuration of their own.
 *
 * @param filters parts of paths of test files, of which a file has to contain one; none: all files
 */
export async function runMochaIn(folder: string, filters: readonly string[] = []): Promise<Totals> {
  const tests = path.join('test', folder);
  const files = findTests(path.join(root, tests), filters).map((file) => path.join(tests, file));
  if (files.length === 0) throw new Error(`No test file was found in ${tests}.`);
  const options = ['--no-config', '--require', 'tsx', '--timeout', '120000', '--forbid-only'];
  return runMocha(folder, [...options, ...files]);
}
