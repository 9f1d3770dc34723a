import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, runNode } from '../steps.mjs';
import { findTests } from './files';
import { readTotals, type Totals } from './totals';

/**
 * Runs Mocha in a process of its own and gives its true totals, whatever becomes of that process.
 *
 * @param suite its name, for messages
 * @param words the arguments of Mocha; without a spec: the unit tests
 */
export function runMocha(suite: string, words: readonly string[]): Totals {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
  const file = path.join(folder, 'totals.json');
  try {
    runNode(
      ['node_modules/mocha/bin/mocha.js', '--reporter', path.join(__dirname, 'reporter.cjs'), ...words],
      { DISTILLERY_TOTALS_FILE: file },
    );
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
export function runMochaIn(folder: string, filters: readonly string[] = []): Totals {
  const tests = path.join('test', folder);
  const files = findTests(path.join(root, tests), filters).map((file) => path.join(tests, file));
  if (files.length === 0) throw new Error(`No test file was found in ${tests}.`);
  const options = ['--no-config', '--require', 'tsx', '--timeout', '120000', '--forbid-only'];
  return runMocha(folder, [...options, ...files]);
}
