import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A version of VS Code, whose server build comes in the package code-server, and the versions of what that needs. */
export interface ServerRelease {
  readonly vscode: string;
  readonly node: string;
  /** The program that searches files, where the build comes without it and would download it. */
  readonly ripgrep?: string;
}

export const NEWEST: ServerRelease = { vscode: '1.139.1', node: '24.21.0' };

/** The oldest that the manifest allows. */
export const OLDEST: ServerRelease = { vscode: '1.100.0', node: '20.19.2', ripgrep: '1.18.0' };

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
  const codeServer = release.vscode.replace(/^1/, '4');
  const folder = path.join(cache, `server-${codeServer}`);
  if (!existsSync(folder)) {
    console.log(
      `Getting VS Code's server build (code-server ${codeServer}) from the npm registry, half a minute or so…`,
    );
    install(cache, folder, codeServer, release);
  }
  const { version } = JSON.parse(readFileSync(path.join(folder, 'vscode', 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    version,
    node: path.join(folder, 'node_modules', platformPackage('node'), 'bin', 'node'),
    main: path.join(folder, 'vscode', 'out', 'server-main.js'),
  };
}

/** The package of a program for this machine. */
function platformPackage(name: string): string {
  return `${name}-${process.platform}-${process.arch}`;
}

function install(cache: string, folder: string, codeServer: string, { node, ripgrep }: ServerRelease): void {
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(path.join(cache, 'partial-'));
  try {
    const archive = npm(partial, 'pack', '--silent', `code-server@${codeServer}`).trim();
    execFileSync('tar', ['-xzf', archive, 'package/lib/vscode'], { cwd: partial });
    renameSync(path.join(partial, 'package', 'lib', 'vscode'), path.join(partial, 'vscode'));
    for (const leftOver of [archive, 'package'])
      rmSync(path.join(partial, leftOver), { recursive: true, force: true });
    npm(path.join(partial, 'vscode'), 'install', '--omit=dev', ...INSTALL);
    npm(partial, 'install', '--prefix', partial, ...INSTALL, `${platformPackage('node')}@${node}`);
    if (ripgrep !== undefined) addRipgrep(partial, ripgrep);
    publish(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Puts the program where VS Code's package of that name expects what it would have downloaded. */
function addRipgrep(partial: string, version: string): void {
  const name = platformPackage('@vscode/ripgrep');
  npm(partial, 'install', '--prefix', partial, ...INSTALL, `${name}@${version}`);
  renameSync(
    path.join(partial, 'node_modules', name, 'bin'),
    path.join(partial, 'vscode', 'node_modules', '@vscode', 'ripgrep', 'bin'),
  );
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
