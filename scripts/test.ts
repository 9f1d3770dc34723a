// `npm test`: all checks and all suites, one summary, and a last line of plain totals.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runMocha, runMochaIn } from './mocha/run';
import { addTotals, totalsText, type Totals } from './mocha/totals';
import { packageExtension } from './packaging/package';
import { build, ensureEngine, root } from './steps.mjs';
import { EDITIONS } from './vscode/chooseHost';
import { runIntegration } from './vscode/integration';

interface Suite {
  readonly name: string;
  readonly run: () => Promise<Totals>;
}

interface Result extends Totals {
  readonly name: string;
}

/** Programs that pass or fail as one test. */
const CHECKS = {
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
  'types of the page': ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/webview'],
  lint: ['node_modules/eslint/bin/eslint.js', '.'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
} as const;

const SUITES: readonly Suite[] = [
  { name: 'unit', run: () => runMocha('unit', process.argv.slice(2)) },
  { name: 'page', run: () => runMochaIn('page') },
  { name: 'integration', run: () => runIntegration(root, EDITIONS, []) },
  { name: 'e2e', run: endToEnd },
];

async function endToEnd(): Promise<Totals> {
  await packageExtension();
  return runMochaIn('e2e');
}

/** One check after the other; what one says is shown if it fails. */
async function runChecks(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, words] of Object.entries(CHECKS)) {
    const failure = await failureOf(words);
    if (failure !== undefined) console.error(`${name}:\n${failure}`);
    const [passed, failed] = failure === undefined ? [1, 0] : [0, 1];
    results.push({ name, passed, failed, skipped: 0 });
  }
  return results;
}

/** What a program says that fails. */
async function failureOf(words: readonly string[]): Promise<string | undefined> {
  try {
    await promisify(execFile)(process.execPath, words, { cwd: root, maxBuffer: Infinity });
    return undefined;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return `${stdout}${stderr}`;
  }
}

/** A suite that cannot even run counts as a failure. */
async function runSuite({ name, run }: Suite): Promise<Totals> {
  try {
    return await run();
  } catch (error) {
    console.error(`The suite "${name}" could not be run:`, error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function main(): Promise<void> {
  build();
  ensureEngine();
  // Beside the unit tests, which wait for their trainers much of the time.
  const checks = runChecks();
  const ofSuites: Result[] = [];
  for (const suite of SUITES) {
    ofSuites.push({ name: suite.name, ...(await runSuite(suite)) });
    await checks;
  }
  const results = [...(await checks), ...ofSuites];
  console.log('\nSuites');
  for (const { name, ...totals } of results) console.log(`  ${name}: ${totalsText(totals)}`);
  const total = addTotals(results);
  console.log(`\n${totalsText(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

void main();
