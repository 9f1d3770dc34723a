// `npm run test:integration`: the tests that need VS Code, in the newest and in the oldest that is supported. Words choose files by a
// part of their path; `--newest` or `--oldest` chooses one VS Code; `--no-build` tests the extension as it lies in dist/.
import { totalsText } from './mocha/totals';
import { build, root } from './steps.mjs';
import { EDITIONS } from './vscode/chooseHost';
import { runIntegration } from './vscode/integration';

const NO_BUILD = '--no-build';

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (!words.includes(NO_BUILD)) build();
  const chosen = EDITIONS.filter((edition) => words.includes(`--${edition}`));
  const totals = await runIntegration(
    root,
    chosen.length > 0 ? chosen : EDITIONS,
    words.filter((word) => !word.startsWith('--')),
  );
  console.log(totalsText(totals));
  process.exitCode = totals.failed === 0 ? 0 : 1;
}

void main();
