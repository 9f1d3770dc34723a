import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Which releases make up a server build: VS Code itself comes in the package code-server, and wants this version of Node. */
export interface ServerRelease {
  readonly codeServer: string;
  readonly node: string;
}

export const NEWEST: ServerRelease = { codeServer: '4.139.1', node: '24.21.0' };

/** VS Code's server build, ready to be started. */
export interface ServerBuild {
  readonly version: string;
  /** The program file of Node. */
  readonly node: string;
  /** VS Code's own main file. */
  readonly main: string;
}

/**
 * The server build in a folder of the cache, from the npm registry unless it is there already. It appears whole or not at all, also
 * when several ask for it at the same time.
 */
export function obtainServerBuild(cache: string, release: ServerRelease): ServerBuild {
  const folder = path.join(cache, `server-${release.codeServer}`);
  if (!existsSync(folder)) {
    console.log(
      `Getting VS Code's server build (code-server ${release.codeServer}) from the npm registry, half a minute or so…`,
    );
    install(cache, folder, release);
  }
  const { version } = JSON.parse(readFileSync(path.join(folder, 'vscode', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    version,
    node: path.join(folder, 'node_modules', nodePackage(), 'bin', 'node'),
    main: path.join(folder, 'vscode', 'out', 'server-main.js'),
  };
}

function nodePackage(): string {
  return `node-${process.platform}-${process.arch}`;
}

function install(cache: string, folder: string, release: ServerRelease): void {
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(path.join(cache, 'partial-'));
  try {
    const archive = npm(partial, 'pack', '--silent', `code-server@${release.codeServer}`).trim();
    execFileSync('tar', ['-xzf', archive, 'package/lib/vscode'], { cwd: partial });
    renameSync(path.join(partial, 'package', 'lib', 'vscode'), path.join(partial, 'vscode'));
    for (const leftOver of [archive, 'package'])
      rmSync(path.join(partial, leftOver), { recursive: true, force: true });
    npm(path.join(partial, 'vscode'), 'install', '--omit=dev', ...INSTALL);
    npm(partial, 'install', '--prefix', partial, ...INSTALL, `${nodePackage()}@${release.node}`);
    publish(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

const INSTALL = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Gives the finished folder its name. Somebody else may have been faster, which is just as good. */
function publish(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function npm(folder: string, ...words: readonly string[]): string {
  return execFileSync('npm', words, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 600_000,
  });
}
