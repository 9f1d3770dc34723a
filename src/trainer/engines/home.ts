import { homedir } from 'node:os';
import { join } from 'node:path';

export const TFJS_NODE_VERSION = '4.22.0';

/** What `engineHome` looks at. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
}

function thisMachine(): Surroundings {
  return { environment: process.env, platform: process.platform, homeFolder: homedir() };
}

/**
 * The folder under which installed engines lie, shared by all projects of a user: `DISTILLERY_ENGINE_HOME`, else
 * `distillery/engines` in the user's cache folder.
 */
export function engineHome({ environment, platform, homeFolder }: Surroundings = thisMachine()): string {
  const chosen = environment['DISTILLERY_ENGINE_HOME'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(cacheFolder(environment, platform, homeFolder), 'distillery', 'engines');
}

function cacheFolder(
  environment: Surroundings['environment'],
  platform: NodeJS.Platform,
  homeFolder: string,
): string {
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homeFolder, 'AppData', 'Local');
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Caches');
  const chosen = environment['XDG_CACHE_HOME'];
  return chosen === undefined || chosen === '' ? join(homeFolder, '.cache') : chosen;
}

/** Where the native engine is installed. */
export function nativeEngineFolder(home: string = engineHome()): string {
  return join(home, `tfjs-node-${TFJS_NODE_VERSION}`);
}

/** The package's folder in an installed native engine. */
export function tfjsNodeFolder(engineFolder: string): string {
  return join(engineFolder, 'node_modules', '@tensorflow', 'tfjs-node');
}
