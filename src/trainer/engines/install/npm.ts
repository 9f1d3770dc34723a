import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError } from '../command';
import { type FailedAttempt, InstallationError, reasonOf } from './failure';
import { FETCH_FILE } from './fetchScript';
import { writeNodeShim } from './nodeShim';
import type { InstallContext } from './progress';
import { registryAddress } from './registry';
import { unpackTarball } from './tarball';

const FETCH_SECONDS = 180;

/** On Windows, npm is a script. */
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** npm, as it can be run here. */
export interface Npm {
  /** @throws CommandError if it fails */
  readonly run: (arguments_: readonly string[], signal?: AbortSignal) => Promise<void>;
  /** Removes what it needed besides the engine's folder. */
  readonly remove: () => void;
}

/** One published version of npm. */
export interface NpmRelease {
  readonly version: string;
  readonly integrity: string;
}

/** Runs on every Node.js that we support, and on that of the editors that we support. */
const release: NpmRelease = {
  version: '10.9.9',
  integrity:
    'sha512-1g+6jLQvaIuB4zwvHL7yrXuXcWZwDsCtBX8bbWDqbvJSSr9nPiDDWTHNgwXR27iIcTTW7v3A57hDW9RYv2W4Yg==',
};

/**
 * Finds npm on this machine. Where it has none, as under an editor that brings its own Node.js, fetches npm from the registry
 * for this installation only, and has it run by the runtime of this process.
 *
 * @throws InstallationError if neither can be had
 */
export async function provideNpm(context: InstallContext): Promise<Npm> {
  const { signal, run } = context;
  try {
    await run(NPM, ['--version'], {});
    return { run: runner(context, NPM, [], {}), remove: () => undefined };
  } catch (thrown) {
    signal.throwIfAborted();
    const missing: FailedAttempt = { tried: 'npm on this machine', reason: reasonOf(thrown) };
    return fetchNpm(release, context).catch((alsoThrown: unknown) => {
      signal.throwIfAborted();
      const tried = `npm ${release.version} from ${registryAddress()}`;
      throw new InstallationError([missing, { tried, reason: reasonOf(alsoThrown) }]);
    });
  }
}

/**
 * Fetches npm, for this installation only.
 *
 * @throws Error that says why it can't be had and what to do
 */
export async function fetchNpm({ version, integrity }: NpmRelease, context: InstallContext): Promise<Npm> {
  const { folder, report } = context;
  const message = `fetching npm ${version}, as there is none on this machine`;
  report({ phase: 'npm', message });
  const place = join(folder, 'npm');
  mkdirSync(place, { recursive: true });

  const archive = join(place, 'npm.tgz');
  await fetchFile(`${registryAddress()}npm/-/npm-${version}.tgz`, archive, context, (fraction) => {
    report({ phase: 'npm', message, fraction });
  });
  const bytes = readFileSync(archive);
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`what the registry sent is not the published npm ${version}: its checksum is ${found}`);
  }
  unpackTarball(bytes, join(place, 'package'));

  const environment = {
    ELECTRON_RUN_AS_NODE: '1',
    PATH: [writeNodeShim(join(place, 'bin')), process.env['PATH'] ?? ''].join(delimiter),
    npm_config_cache: join(place, 'cache'),
    npm_config_update_notifier: 'false',
  };
  const program = join(place, 'package', 'bin', 'npm-cli.js');
  return {
    run: runner(context, process.execPath, [program], environment),
    remove: () => {
      rmSync(place, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Runs npm in the engine's folder. */
function runner(
  { folder, run }: InstallContext,
  program: string,
  firstArguments: readonly string[],
  environment: Readonly<Record<string, string>>,
): Npm['run'] {
  return async (arguments_, signal) => {
    const options = { folder, environment, ...(signal === undefined ? {} : { signal }) };
    await run(program, [...firstArguments, ...arguments_], options);
  };
}

async function fetchFile(
  address: string,
  file: string,
  { run }: InstallContext,
  onFraction: (fraction: number) => void,
): Promise<void> {
  try {
    await run(process.execPath, ['-e', FETCH_FILE, address, file], {
      environment: { ELECTRON_RUN_AS_NODE: '1', NODE_USE_ENV_PROXY: '1' },
      timeoutSeconds: FETCH_SECONDS,
      onLine: (line) => {
        onFraction(Number(line));
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof CommandError)) throw thrown;
    const mends = [
      'install Node.js with npm',
      'or name a registry that can be reached in the variable npm_config_registry',
      ...proxyHint(),
    ];
    throw new Error(`${address} ${thrown.essence()}; ${mends.join(', ')}`, { cause: thrown });
  }
}

/** Older runtimes fetch directly, whatever proxy is set. */
function proxyHint(): string[] {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  const proxy = HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy;
  const obeysProxy = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');
  if (proxy === undefined || obeysProxy) return [];
  return [`as this runtime (Node.js ${process.versions.node}) does not use the proxy that is set`];
}
