// `npm test`: all checks and all suites, one summary, and a last line of plain totals.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, ensureEngine, root, runNode } from './steps.mjs';

const checks = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', words: ['--noEmit'] },
  { name: 'lint', script: 'node_modules/eslint/bin/eslint.js', words: ['.'] },
  {
    name: 'format',
    script: 'node_modules/prettier/bin/prettier.cjs',
    words: ['--check', '--log-level', 'warn', '.'],
  },
];

/** Runs Mocha and reads its true totals, which its reporter leaves in a file. */
function runMocha(folder) {
  const file = path.join(folder, 'totals.json');
  const reporter = path.join(root, 'scripts', 'totalsReporter.cjs');
  const status = runNode(
    ['node_modules/mocha/bin/mocha.js', '--reporter', reporter, ...process.argv.slice(2)],
    {
      DISTILLERY_TOTALS_FILE: file,
    },
  );
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`Mocha ended with exit code ${status} before it had run the tests.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

build();
ensureEngine();
const folder = mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
try {
  const suites = [];
  for (const { name, script, words } of checks) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) console.error(`${stdout}${stderr}`);
    suites.push({ name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });
  }
  suites.push({ name: 'unit', ...runMocha(folder) });
  const total = (key) => suites.reduce((sum, suite) => sum + suite[key], 0);
  console.log('\nSuites');
  for (const { name, passed, failed, skipped } of suites) {
    console.log(`  ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
  const skipped = total('skipped');
  console.log(
    `\n${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  process.exitCode = total('failed') === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
