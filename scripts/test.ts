// `npm test`: all checks and all suites, one summary, and a last line of plain totals.
import { spawnSync } from 'node:child_process';
import { runMocha, runMochaIn } from './mocha/run';
import type { Totals } from './mocha/totals';
import { packageExtension } from './packaging/package';
import { build, ensureEngine, root } from './steps.mjs';
import { chooseHost } from './vscode/chooseHost';
import { runIntegrationSuite } from './vscode/integrationSuite';

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
  { name: 'integration', run: async () => runIntegrationSuite(root, await chooseHost(root), []) },
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

function sum(totals: readonly Totals[]): Totals {
  return totals.reduce((left, right) => ({
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  }));
}

function text({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main(): Promise<void> {
  build();
  ensureEngine();
  const results: (Totals & { readonly name: string })[] = [];
  for (const suite of suites) results.push({ name: suite.name, ...(await runSuite(suite)) });
  console.log('\nSuites');
  for (const { name, ...totals } of results) console.log(`  ${name}: ${text(totals)}`);
  const total = sum(results);
  console.log(`\n${text(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

void main();
