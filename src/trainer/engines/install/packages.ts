import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TFJS_NODE_VERSION } from '../home';
import { watchingGrowth } from './folderGrowth';
import type { Npm } from './npm';
import type { EquippedContext } from './progress';

const PACKAGE = '@tensorflow/tfjs-node';
/** What an addon is compiled with. */
const HEADERS = 'node-api-headers';

/** As the npm registry publishes them. */
const packages = [
  {
    name: PACKAGE,
    version: TFJS_NODE_VERSION,
    integrity:
      'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  },
  {
    name: HEADERS,
    version: '1.9.0',
    integrity:
      'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
  },
] as const;

/** What the packages and those they depend on come to, roughly. */
const UNPACKED_BYTES = 290_000_000;

/** Scripts of the engine's folder: run by npm, they find the programs of the packages and npm's own node-gyp. */
const scripts = {
  download: `cd node_modules/${PACKAGE} && node scripts/install.js`,
} as const;

/**
 * Puts tfjs-node and what it depends on into the folder, without the native part.
 *
 * @throws CommandError if npm fails, Error if the package is not the published one
 */
export async function installPackages({ folder, report, npm }: EquippedContext): Promise<void> {
  const message = `installing ${PACKAGE} ${TFJS_NODE_VERSION} without its native part`;
  report({ phase: 'packages', message, fraction: 0 });
  mkdirSync(folder, { recursive: true });
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  const manifest = { private: true, dependencies, scripts };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const options = ['--ignore-scripts', '--package-lock', '--no-audit', '--no-fund', '--omit=dev'];
  await watchingGrowth(
    join(folder, 'node_modules'),
    (bytes) => {
      report({ phase: 'packages', message, fraction: Math.min(1, bytes / UNPACKED_BYTES) });
    },
    () => npm.run(['install', ...options]),
  );
  verifyIntegrity(folder);
}

/** npm checks what it downloads against the registry's word; this checks the registry's word against ours. */
function verifyIntegrity(folder: string): void {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages?: Readonly<Record<string, { readonly integrity?: string }>>;
  };
  for (const { name, version, integrity } of packages) {
    const found = lock.packages?.[`node_modules/${name}`]?.integrity;
    if (found !== undefined && found !== integrity) {
      throw new Error(
        `The registry's ${name} ${version} is not the published one: its checksum is ${found}.`,
      );
    }
  }
}

/** Runs one of the scripts above in the engine's folder. */
export async function runScript(name: keyof typeof scripts, npm: Npm, signal: AbortSignal): Promise<void> {
  await npm.run(['run', name], signal);
}
