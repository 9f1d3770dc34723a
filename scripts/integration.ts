// `npm run test:integration`: the tests that need VS Code, in a real one. Words choose files by a part of their path.
// `--no-build` tests the extension as it lies in dist/.
import { build, root } from './steps.mjs';
import { chooseHost } from './vscode/chooseHost';
import { runIntegrationSuite } from './vscode/integrationSuite';

const NO_BUILD = '--no-build';

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (!words.includes(NO_BUILD)) build();
  const { passed, failed, skipped } = await runIntegrationSuite(
    root,
    await chooseHost(root),
    words.filter((word) => word !== NO_BUILD),
  );
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
