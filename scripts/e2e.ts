// `npm run test:e2e`: a person's way through the packaged extension, in VS Code in a browser. Words choose files by a part of their
// path; `--no-package` takes the VSIX that is there. Pictures of each step are left in out/screenshots.
import { runMochaIn } from './mocha/run';
import { totalsText } from './mocha/totals';
import { packageExtension } from './packaging/package';

const NO_PACKAGE = '--no-package';

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (!words.includes(NO_PACKAGE)) await packageExtension();
  const totals = await runMochaIn(
    'e2e',
    words.filter((word) => word !== NO_PACKAGE),
  );
  console.log(totalsText(totals));
  process.exitCode = totals.failed === 0 ? 0 : 1;
}

void main();
