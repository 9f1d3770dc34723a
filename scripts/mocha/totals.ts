import { readFileSync } from 'node:fs';

/** How many tests of a suite passed, failed and were skipped. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function addTotals(totals: readonly Totals[]): Totals {
  return totals.reduce((left, right) => ({
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  }));
}

export function totalsText({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * The totals that our reporter of Mocha left in a file. A suite that came to an end before its time has one failure more:
 * what it did not run.
 */
export function readTotals(file: string, suite: string): Totals {
  const { passed, failed, skipped, complete } = read(file);
  if (complete) return { passed, failed, skipped };
  console.error(`The suite "${suite}" ended before all its tests had run.`);
  return { passed, failed: failed + 1, skipped };
}

function read(file: string): Totals & { readonly complete: boolean } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Totals & { readonly complete: boolean };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, complete: false };
  }
}
