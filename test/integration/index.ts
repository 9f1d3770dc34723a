import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { extensionFolder } from './support/extension';

/** Runs the bundled test files beside this one; called by VS Code, which takes a rejection for a failed run. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    color: false,
    forbidOnly: true,
    reporter: path.join(extensionFolder(), 'scripts', 'mocha', 'reporter.cjs'),
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
