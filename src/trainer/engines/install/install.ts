import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tfjsNodeFolder } from '../home';
import { checkNativeLoads } from '../loadCheck';
import { findNativePlaces, type SearchedFolders, searchedFolders } from '../locate';
import { type EngineSource, readManifest, writeManifest } from '../manifest';
import { downloadNativePart } from './download';
import { type FailedAttempt, InstallationError, reasonOf } from './failure';
import { guardedRunner, postGuard } from './guard';
import { withLock } from './lock';
import { installPackages } from './packages';
import { provideNpm } from './npm';
import type { EquippedContext, InstallContext, InstallProgress } from './progress';
import { buildFromWheel } from './wheel';

export interface InstallOptions {
  readonly onProgress: (progress: InstallProgress) => void;
  /** Aborting it ends what is running and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** The native engine that is there now. */
export interface InstalledEngine {
  /** `present`: one that loads was there already. */
  readonly state: 'present' | 'installed';
  /** The folder of the package `@tensorflow/tfjs-node`. */
  readonly folder: string;
  /** The version of TensorFlow's library. */
  readonly tensorflow: string;
  /** `dependency`: among this program's own packages. `unknown`: its manifest is missing. */
  readonly source: EngineSource | 'dependency' | 'unknown';
}

/** Every way to the native part, in the order in which they are tried. */
const ways: readonly {
  readonly source: EngineSource;
  readonly name: string;
  readonly obtain: (context: EquippedContext) => Promise<void>;
}[] = [
  { source: 'download', name: 'the ordinary download', obtain: downloadNativePart },
  ...(process.platform === 'linux'
    ? [{ source: 'wheel', name: "building on Python's tensorflow-cpu", obtain: buildFromWheel } as const]
    : []),
];

/**
 * Makes sure that there is a native engine: does nothing if one loads, else installs one in the engine home, in the place of
 * what is broken there. It appears under its name only when it is whole and was seen to load. Of several processes that ask
 * at once, one installs and the others wait.
 *
 * @throws InstallationError that says what was tried and why each way failed; the signal's reason if that is aborted
 */
export async function installNativeEngine(
  { onProgress, signal = new AbortController().signal }: InstallOptions,
  folders: SearchedFolders = searchedFolders(),
): Promise<InstalledEngine> {
  onProgress({ phase: 'checking', message: 'looking for the native engine' });
  const present = await findWorking(folders, signal);
  if (present !== undefined) return present;

  makeHome(dirname(folders.engine));
  const onWait = (pid: number): void => {
    onProgress({ phase: 'waiting', message: `waiting for another installation (process ${pid})` });
  };
  const lock = `${folders.engine}.lock`;
  return withLock(lock, { signal, onWait }, async () => {
    removeRemains(folders.engine);
    const sinceThen = await findWorking(folders, signal);
    if (sinceThen !== undefined) return sinceThen;
    const folder = `${folders.engine}.installing-${randomUUID()}`;
    const guard = await postGuard(folder, lock);
    try {
      const run = guardedRunner(guard, signal);
      const { source, tensorflow } = await assemble({ folder, report: onProgress, signal, run });
      writeManifest(folder, tensorflow, source);
      signal.throwIfAborted();
      putInPlace(folder, folders.engine);
      return { state: 'installed', folder: tfjsNodeFolder(folders.engine), tensorflow, source };
    } finally {
      removeIfPossible(folder);
      guard.dismiss();
    }
  });
}

async function findWorking(
  folders: SearchedFolders,
  signal: AbortSignal,
): Promise<InstalledEngine | undefined> {
  for (const place of findNativePlaces(folders)) {
    if (place.files.state === 'damaged') continue;
    const check = await checkNativeLoads(place.folder, signal);
    if (!check.loads) continue;
    const source =
      place.kind === 'dependency' ? 'dependency' : (readManifest(folders.engine)?.source ?? 'unknown');
    return { state: 'present', folder: place.folder, tensorflow: check.tensorflow, source };
  }
  return undefined;
}

function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (thrown) {
    throw new InstallationError([{ tried: `making the folder ${home}`, reason: reasonOf(thrown) }]);
  }
}

async function assemble(context: InstallContext): Promise<{ source: EngineSource; tensorflow: string }> {
  const npm = await provideNpm(context);
  const engine = await assembleWith({ ...context, npm });
  npm.remove();
  return engine;
}

async function assembleWith(context: EquippedContext): Promise<{ source: EngineSource; tensorflow: string }> {
  const { report, signal } = context;
  try {
    await installPackages(context);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new InstallationError([{ tried: 'the package from npm', reason: reasonOf(thrown) }]);
  }
  const failures: FailedAttempt[] = [];
  for (const { source, name, obtain } of ways) {
    try {
      await obtain(context);
      report({ phase: 'verify', message: 'loading the engine' });
      const check = await checkNativeLoads(tfjsNodeFolder(context.folder), signal);
      if (check.loads) return { source, tensorflow: check.tensorflow };
      failures.push({ tried: name, reason: `what it gave does not load: ${check.reason}` });
    } catch (thrown) {
      signal.throwIfAborted();
      failures.push({ tried: name, reason: reasonOf(thrown) });
    }
    removeNativePart(tfjsNodeFolder(context.folder));
  }
  throw new InstallationError(failures);
}

function removeNativePart(packageFolder: string): void {
  for (const part of ['deps', 'lib', 'build'])
    rmSync(join(packageFolder, part), { recursive: true, force: true });
}

/** What installers that were killed have left; the lock says that none of them is at work. */
function removeRemains(engineFolder: string): void {
  const home = dirname(engineFolder);
  const name = basename(engineFolder);
  for (const entry of readdirSync(home)) {
    if (entry.startsWith(`${name}.installing-`) || entry.startsWith(`${name}.replaced-`)) {
      removeIfPossible(join(home, entry));
    }
  }
}

/** A folder that something still writes into or holds open stays until the next installation. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // It bears a name of its own and disturbs nothing.
  }
}

/** Gives the folder the engine's name; what had that name before is removed, or gets it back if this fails. */
function putInPlace(folder: string, engineFolder: string): void {
  const replaced = `${engineFolder}.replaced-${randomUUID()}`;
  try {
    if (existsSync(engineFolder)) renameSync(engineFolder, replaced);
    renameSync(folder, engineFolder);
  } catch (thrown) {
    if (existsSync(replaced)) renameSync(replaced, engineFolder);
    throw new InstallationError([{ tried: 'moving the engine to its place', reason: reasonOf(thrown) }]);
  }
  removeIfPossible(replaced);
}
