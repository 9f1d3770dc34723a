import { addTotals, totalsText, type Totals } from '../mocha/totals';
import { chooseHost, type Edition } from './chooseHost';
import { runIntegrationSuite } from './integrationSuite';
import type { TestHost } from './testHost';

interface Result {
  readonly line: string;
  readonly totals: Totals;
}

/**
 * Runs the tests of `test/integration` in one VS Code after the other, and tells at the end how it went in each. One that cannot be
 * had is skipped, unless there is no other.
 *
 * @param filters parts of paths of test files, of which a file has to contain one; none: all files
 */
export async function runIntegration(
  root: string,
  editions: readonly Edition[],
  filters: readonly string[],
): Promise<Totals> {
  const missing: Edition[] = [];
  const results: Result[] = [];
  for (const edition of editions) {
    const host = await obtainHost(root, edition);
    if (host === undefined) missing.push(edition);
    else results.push(await runIn(host, edition, root, filters));
  }
  const withoutHost =
    results.length === 0
      ? { passed: 0, failed: missing.length, skipped: 0 }
      : { passed: 0, failed: 0, skipped: missing.length };
  console.log(
    [
      'Integration tests',
      ...results.map(({ line }) => line),
      ...missing.map((edition) => `  ${edition} VS Code: could not be had, not tested`),
    ].join('\n'),
  );
  return addTotals([...results.map(({ totals }) => totals), withoutHost]);
}

async function obtainHost(root: string, edition: Edition): Promise<TestHost | undefined> {
  try {
    return await chooseHost(root, edition);
  } catch (error) {
    console.error(`The ${edition} VS Code that is supported could not be had:`, error);
    return undefined;
  }
}

async function runIn(
  host: TestHost,
  edition: Edition,
  root: string,
  filters: readonly string[],
): Promise<Result> {
  const start = Date.now();
  const totals = await runIntegrationSuite(root, host, filters);
  const seconds = Math.round((Date.now() - start) / 1000);
  return { line: `  ${edition}, ${host.title}: ${totalsText(totals)} in ${seconds} s`, totals };
}
