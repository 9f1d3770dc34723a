import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { ProcessFamily } from './processes';
import type { ServerBuild } from './serverBuild';

/** Keeps what has nothing to do with the extension out of tests and pictures. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
};

export interface ServerOptions {
  readonly build: ServerBuild;
  readonly family: ProcessFamily;
  /** Where it keeps extensions, settings and state. */
  readonly dataFolder: string;
  readonly trust: 'everything' | 'ask';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A running server of VS Code. It is stopped with its family of processes. */
export interface Server {
  readonly port: number;
  /** What it has printed until now, for the case that something goes wrong. */
  output(): string;
}

const START_TIMEOUT = 60_000;

/** Starts VS Code's server and waits until it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { build, family, dataFolder } = options;
  writeMachineSettings(dataFolder, { ...SETTINGS, ...options.settings });
  const port = await freePort();
  const child = family.start(
    build.node,
    [
      build.main,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      `--server-data-dir=${dataFolder}`,
      '--telemetry-level=off',
      '--enable-smoke-test-driver',
      ...(options.trust === 'everything' ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: options.environment },
  );
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new Error(`VS Code's server ${reason}:\n${output}`));
    };
    const timer = setTimeout(fail, START_TIMEOUT, 'did not start within a minute');
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Extension host agent listening')) {
        clearTimeout(timer);
        resolve();
      }
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => {
      fail(`could not be started (${error.message})`);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${String(code)}`);
    });
  });
  return { port, output: () => output };
}

/** Installs a packaged extension for a server that keeps its data in this folder. */
export function installExtension(build: ServerBuild, dataFolder: string, vsix: string): void {
  const { status, stdout, stderr } = spawnSync(
    build.node,
    [
      build.main,
      '--accept-server-license-terms',
      `--server-data-dir=${dataFolder}`,
      '--install-extension',
      vsix,
    ],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (status !== 0 || !stdout.includes('successfully installed')) {
    throw new Error(`VS Code did not install ${vsix}:\n${stdout}${stderr}`);
  }
}

/** Settings for everybody who uses the server. */
function writeMachineSettings(dataFolder: string, settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(dataFolder, 'data', 'Machine', 'settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, undefined, 2));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free port was found.'));
        else resolve(address.port);
      });
    });
  });
}
