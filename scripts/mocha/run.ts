import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, runNode } from '../steps.mjs';
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
