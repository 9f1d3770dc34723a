import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command';
import { TFJS_NODE_VERSION } from '../home';
import type { InstallContext } from './progress';

const PACKAGE = '@tensorflow/tfjs-node';
/** Of version 4.22.0, as the npm registry publishes it. */
const INTEGRITY =
  'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==';

const INSIDE_PACKAGE = `cd node_modules/${PACKAGE} &&`;

/** Scripts of the engine's folder: run by npm, they find the programs of the packages and npm's own node-gyp. */
const scripts = {
  download: `${INSIDE_PACKAGE} node scripts/install.js`,
  build: `${INSIDE_PACKAGE} node-gyp rebuild --module_name=tfjs_binding --napi_version=8 --napi_build_version=8`,
} as const;

/** On Windows, npm is a script. */
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Puts tfjs-node and what it depends on into the folder, without the native part.
 *
 * @throws CommandError if npm fails, Error if the package is not the published one
 */
export async function installPackages({ folder, report, signal }: InstallContext): Promise<void> {
  report({
    phase: 'packages',
    message: `installing ${PACKAGE} ${TFJS_NODE_VERSION} without its native part`,
  });
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { [PACKAGE]: TFJS_NODE_VERSION }, scripts };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const options = ['--ignore-scripts', '--package-lock', '--no-audit', '--no-fund', '--omit=dev'];
  await runCommand(NPM, ['install', ...options], { folder, signal });
  verifyIntegrity(folder);
}

/** npm checks what it downloads against the registry's word; this checks the registry's word against ours. */
function verifyIntegrity(folder: string): void {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages?: Readonly<Record<string, { readonly integrity?: string }>>;
  };
  const integrity = lock.packages?.[`node_modules/${PACKAGE}`]?.integrity;
  if (integrity !== undefined && integrity !== INTEGRITY) {
    throw new Error(
      `The registry's ${PACKAGE} ${TFJS_NODE_VERSION} is not the published one: its checksum is ${integrity}.`,
    );
  }
}

/** Runs one of the scripts above in the engine's folder. */
export async function runScript(
  name: keyof typeof scripts,
  scriptArguments: readonly string[],
  { folder, signal }: Pick<InstallContext, 'folder' | 'signal'>,
): Promise<void> {
  await runCommand(NPM, ['run', name, '--', ...scriptArguments], { folder, signal });
}
