import { TFJS_NODE_VERSION } from './home';
import { checkNativeLoads } from './loadCheck';
import { findNativePlaces, type SearchedFolders, searchedFolders } from './locate';
import { CPU_VERSIONS, type Versions, WASM_VERSIONS } from '../../engine/backends/versions';
import type { EngineDescription } from '../../protocol/record';
import { CPU_TITLE, nativeTitle, WASM_TITLE } from './start';

interface ListedEngine {
  readonly name: EngineDescription['name'];
  readonly title: string;
}

/** An engine that experiments may ask for, and whether it is there. */
export type EngineAvailability =
  | (ListedEngine & { readonly available: true; readonly versions: Versions; readonly folder: string })
  | (ListedEngine & { readonly available: false; readonly reason: string; readonly mend: string });

/**
 * All engines, the fastest first. Loads the native one in a process of its own to see whether it works, which takes about a
 * second. How fast each of them is, `measureEngine` finds out.
 */
export async function listEngines(
  folders: SearchedFolders = searchedFolders(),
): Promise<EngineAvailability[]> {
  return [
    await nativeAvailability(folders),
    bundledAvailability('wasm', WASM_TITLE, WASM_VERSIONS),
    bundledAvailability('cpu', CPU_TITLE, CPU_VERSIONS),
  ];
}

async function nativeAvailability(folders: SearchedFolders): Promise<EngineAvailability> {
  const reasons: string[] = [];
  for (const place of findNativePlaces(folders)) {
    if (place.files.state === 'damaged') {
      reasons.push(`damaged: ${place.files.problems.join('; ')}`);
      continue;
    }
    const check = await checkNativeLoads(place.folder);
    if (check.loads) {
      return {
        name: 'native',
        title: nativeTitle(check.tensorflow),
        available: true,
        versions: { TensorFlow: check.tensorflow, '@tensorflow/tfjs-node': TFJS_NODE_VERSION },
        folder: place.folder,
      };
    }
    reasons.push(`broken: loading it ${check.reason}`);
  }
  return {
    name: 'native',
    title: 'TensorFlow through tfjs-node',
    available: false,
    reason: reasons.length === 0 ? 'not installed' : reasons.join(', and '),
    mend: 'distillery engines install',
  };
}

/** An engine that is part of this program. */
function bundledAvailability(name: 'wasm' | 'cpu', title: string, versions: Versions): EngineAvailability {
  return { name, title, available: true, versions, folder: __dirname };
}
