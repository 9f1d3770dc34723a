import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NATIVE_ADDON } from '../../engine/backends/native';
import { nativeEngineFolder, tfjsNodeFolder } from './home';
import { damagedFiles, readManifest } from './manifest';

/** A place where the native engine may be, as its files show without loading it. */
export interface NativePlace {
  /** `dependency`: among the packages that this program was installed with. `engine home`: put there by the installer. */
  readonly kind: 'dependency' | 'engine home';
  /** The folder of the package `@tensorflow/tfjs-node`. */
  readonly folder: string;
  readonly files:
    { readonly state: 'complete' } | { readonly state: 'damaged'; readonly problems: readonly string[] };
}

/** Where to look. */
export interface SearchedFolders {
  /** The package's folder among our own packages; undefined where npm left it out. */
  readonly dependency: string | undefined;
  /** The engine's folder in the engine home. */
  readonly engine: string;
}

export function searchedFolders(): SearchedFolders {
  return { dependency: dependencyFolder(), engine: nativeEngineFolder() };
}

function dependencyFolder(): string | undefined {
  try {
    return dirname(createRequire(__filename).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * The places where the native engine is or was meant to be, the preferred first. A package without its addon is no such
 * place: that is how npm leaves it when told not to run scripts.
 */
export function findNativePlaces({ dependency, engine }: SearchedFolders = searchedFolders()): NativePlace[] {
  const places: NativePlace[] = [];
  if (dependency !== undefined && existsSync(join(dependency, NATIVE_ADDON))) {
    places.push({ kind: 'dependency', folder: dependency, files: { state: 'complete' } });
  }
  if (existsSync(engine)) {
    const problems = engineProblems(engine);
    places.push({
      kind: 'engine home',
      folder: tfjsNodeFolder(engine),
      files: problems.length === 0 ? { state: 'complete' } : { state: 'damaged', problems },
    });
  }
  return places;
}

function engineProblems(engineFolder: string): string[] {
  const manifest = readManifest(engineFolder);
  if (manifest !== undefined) return damagedFiles(engineFolder, manifest);
  return existsSync(join(tfjsNodeFolder(engineFolder), NATIVE_ADDON)) ? [] : [`${NATIVE_ADDON} is missing`];
}
