import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { milliseconds } from '../src/common/format';
import { packageExtension, packagePath } from '../scripts/packaging/package';
import { root } from '../scripts/steps.mjs';
import { Person } from '../test/e2e/support/person';
import type { Figure } from './figure';
import { median } from './median';

const WINDOWS = 5;

interface Activation {
  readonly loadMilliseconds: number;
  readonly activateMilliseconds: number;
}

/** What VS Code itself says of the packaged extension's activation. */
export const activation: Figure = {
  key: 'activation',
  title: 'Activation in VS Code',
  measure: async () => {
    await packageExtension();
    const activations = await activationsOf(WINDOWS);
    const load = activations.map(({ loadMilliseconds }) => loadMilliseconds);
    const activate = activations.map(({ activateMilliseconds }) => activateMilliseconds);
    const bundleBytes = bytesLoadedWith(path.join(root, 'dist', 'extension', 'extension.mjs'));
    const vsixBytes = statSync(packagePath()).size;
    return {
      columns: ['', 'Median', 'Longest'],
      rows: [
        ['Loading the code', milliseconds(median(load)), milliseconds(Math.max(...load))],
        ['`activate`', milliseconds(median(activate)), milliseconds(Math.max(...activate))],
      ],
      values: { activations, bundleBytes, vsixBytes },
    };
  },
};

async function activationsOf(windows: number): Promise<readonly Activation[]> {
  const person = await Person.start();
  try {
    const activations: Activation[] = [];
    while (activations.length < windows) activations.push(await activationInNewWindow(person));
    return activations;
  } finally {
    await person.leave();
  }
}

/** Reads the line that VS Code's own report of its start has on the extension. */
async function activationInNewWindow(person: Person): Promise<Activation> {
  const workbench = await person.openFolder();
  await workbench.openSidebar();
  await workbench.rows('Experiments').filter({ hasText: 'digits' }).first().waitFor();
  await workbench.command('Developer: Startup Performance');
  await workbench.select('distillery.distillery');
  const line = workbench.page.locator('.view-line', { hasText: 'distillery.distillery' }).first();
  const [, , , load, activate] = ((await line.textContent()) ?? '').split('|').map((cell) => cell.trim());
  const found = { loadMilliseconds: Number(load), activateMilliseconds: Number(activate) };
  if (!(found.loadMilliseconds >= 0 && found.activateMilliseconds >= 0))
    throw new Error('VS Code does not say how long the activation took.');
  return found;
}

/** Of a bundle and of what it imports before it runs; what `import()` asks for later is not counted. */
function bytesLoadedWith(bundle: string, loaded = new Set<string>()): number {
  if (loaded.has(bundle)) return 0;
  loaded.add(bundle);
  const code = readFileSync(bundle, 'utf8');
  return [...code.matchAll(/(?:from|import)"(\.\/[^"]+)"/g)].reduce(
    (bytes, [, name = '']) => bytes + bytesLoadedWith(path.join(path.dirname(bundle), name), loaded),
    Buffer.byteLength(code),
  );
}
