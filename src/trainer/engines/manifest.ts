import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TFJS_NODE_VERSION, tfjsNodeFolder } from './home';
import { NATIVE_ADDON } from '../../engine/backends/native';

const MANIFEST = 'engine.json';

/** How an installed native engine was obtained. */
export type EngineSource = 'download' | 'wheel';

/** `engine.json`, the last file that an installation writes: what must be there for the engine to be whole. */
export interface EngineManifest {
  readonly tfjsNode: string;
  readonly tensorflow: string;
  readonly source: EngineSource;
  /** Bytes of the native files, by path from the engine's folder, with forward slashes. */
  readonly files: Readonly<Record<string, number>>;
}

/** Describes what lies in an engine's folder, after the engine was seen to load. */
export function writeManifest(engineFolder: string, tensorflow: string, source: EngineSource): void {
  const packageFolder = tfjsNodeFolder(engineFolder);
  const libraries = join(packageFolder, 'deps', 'lib');
  const paths = [
    join(packageFolder, NATIVE_ADDON),
    ...readdirSync(libraries, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(libraries, name)),
  ];
  const manifest: EngineManifest = {
    tfjsNode: TFJS_NODE_VERSION,
    tensorflow,
    source,
    files: Object.fromEntries(
      paths.map((path) => [relative(engineFolder, path).replaceAll('\\', '/'), statSync(path).size]),
    ),
  };
  writeFileSync(join(engineFolder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of an engine's folder; undefined where there is none that can be read. */
export function readManifest(engineFolder: string): EngineManifest | undefined {
  try {
    const manifest = JSON.parse(
      readFileSync(join(engineFolder, MANIFEST), 'utf8'),
    ) as Partial<EngineManifest> | null;
    const { tfjsNode, tensorflow, source, files } = manifest ?? {};
    if (tfjsNode === undefined || tensorflow === undefined || source === undefined) return undefined;
    return typeof files === 'object' ? { tfjsNode, tensorflow, source, files } : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the files of an engine's folder, one sentence each; empty if they are as the manifest says. */
export function damagedFiles(engineFolder: string, manifest: EngineManifest): string[] {
  return Object.entries(manifest.files).flatMap(([path, bytes]) => {
    const found = statSync(join(engineFolder, path), { throwIfNoEntry: false });
    if (found === undefined) return [`${path} is missing`];
    return found.size === bytes ? [] : [`${path} has ${found.size} bytes instead of ${bytes}`];
  });
}
