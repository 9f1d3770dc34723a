import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NATIVE_ADDON } from '../../engine/backends/native';
import { nativeEngineFolder, tfjsNodeFolder } from './home';
import { damagedFiles, readManifest } from './manifest';

/**
 * `unverified`: the addon is there, but nothing tells what else must be, so that only loading it in a process of its own can
 * show whether the engine is whole.
 */
type PlaceFiles =
  | { readonly state: 'complete' | 'unverified' }
  | { readonly state: 'damaged'; readonly problems: readonly string[] };

/** A place where the native engine may be, as its files show without loading it. */
export interface NativePlace {
  /** `dependency`: among the packages that this program was installed with. `engine home`: put there by the installer. */
  readonly kind: 'dependency' | 'engine home';
  /** The folder of the package `@tensorflow/tfjs-node`. */
  readonly folder: string;
  readonly files: PlaceFiles;
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
    places.push({ kind: 'engine home', folder: tfjsNodeFolder(engine), files: engineFiles(engine) });
  }
  return places;
}

function engineFiles(engineFolder: string): PlaceFiles {
  const manifest = readManifest(engineFolder);
  if (manifest !== undefined) {
    const problems = damagedFiles(engineFolder, manifest);
    return problems.length === 0 ? { state: 'complete' } : { state: 'damaged', problems };
  }
  return existsSync(join(tfjsNodeFolder(engineFolder), NATIVE_ADDON))
    ? { state: 'unverified' }
    : { state: 'damaged', problems: [`${NATIVE_ADDON} is missing`] };
}
