// `npm test`: all checks and all suites, one summary, and a last line of plain totals.
import { spawnSync } from 'node:child_process';
import { runMocha, runMochaIn } from './mocha/run';
import { addTotals, totalsText, type Totals } from './mocha/totals';
import { packageExtension } from './packaging/package';
import { build, ensureEngine, root } from './steps.mjs';
import { EDITIONS } from './vscode/chooseHost';
import { runIntegration } from './vscode/integration';

interface Suite {
  readonly name: string;
  readonly run: () => Totals | Promise<Totals>;
}

const suites: readonly Suite[] = [
  check('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  check('types of the page', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/webview'),
  check('lint', 'node_modules/eslint/bin/eslint.js', '.'),
  check('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  { name: 'unit', run: () => runMocha('unit', process.argv.slice(2)) },
  { name: 'page', run: () => runMochaIn('page') },
  { name: 'integration', run: () => runIntegration(root, EDITIONS, []) },
  { name: 'e2e', run: endToEnd },
];

async function endToEnd(): Promise<Totals> {
  await packageExtension();
  return runMochaIn('e2e');
}

/** A program that passes or fails as one test; what it says is shown if it fails. */
function check(name: string, script: string, ...words: readonly string[]): Suite {
  return {
    name,
    run: () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
        cwd: root,
        encoding: 'utf8',
      });
      if (status !== 0) console.error(`${name}:\n${stdout}${stderr}`);
      return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
    },
  };
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
  const results: (Totals & { readonly name: string })[] = [];
  for (const suite of suites) results.push({ name: suite.name, ...(await runSuite(suite)) });
  console.log('\nSuites');
  for (const { name, ...totals } of results) console.log(`  ${name}: ${totalsText(totals)}`);
  const total = addTotals(results);
  console.log(`\n${totalsText(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

void main();
