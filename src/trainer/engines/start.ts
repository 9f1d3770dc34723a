import { availableParallelism } from 'node:os';
import { messageOf } from '../../common/errors';
import { startCpu } from '../../engine/backends/cpu';
import { startNative } from '../../engine/backends/native';
import type { Versions } from '../../engine/backends/versions';
import { startWasm } from '../../engine/backends/wasm';
import type { EngineName } from '../../experiment/schema/experiment';
import type { Warning } from '../../protocol/events';
import type { EngineDescription } from '../../protocol/record';
import { checkNativeLoads, nativeEngineMissing } from './loadCheck';
import { findNativePlaces, type SearchedFolders, searchedFolders } from './locate';

/** The engine of this process, and what the record of its run should say about it. */
export interface StartedEngine {
  readonly engine: EngineDescription;
  /** One, if `auto` had to do without the native engine: why, what that costs, and how to get it. Else none. */
  readonly warnings: readonly EngineWarning[];
}

export type EngineWarning = Omit<Warning, 'type' | 'time'>;

export function nativeTitle(tensorflow: string): string {
  return `TensorFlow ${tensorflow} through tfjs-node`;
}

export const WASM_TITLE = 'TensorFlow.js on WebAssembly';
export const CPU_TITLE = 'TensorFlow.js in plain JavaScript';

let startedAs: string | undefined;

/**
 * Starts what computes in this process, once: TensorFlow.js keeps global state, so that two engines in one process would
 * disturb each other.
 *
 * @param threads of the native engine; the others compute with one
 * @throws UserError if an engine is asked for by name and can't be had: nothing else is started in its place
 */
export async function startEngine(
  name: EngineName,
  threads: number = availableParallelism(),
  folders: SearchedFolders = searchedFolders(),
): Promise<StartedEngine> {
  if (startedAs !== undefined) {
    throw new Error(
      `This process computes with the engine "${startedAs}" already; another one needs another process.`,
    );
  }
  const started = await start(name, threads, folders);
  startedAs = started.engine.name;
  return started;
}

async function start(name: EngineName, threads: number, folders: SearchedFolders): Promise<StartedEngine> {
  switch (name) {
    case 'cpu': {
      const engine = { name, title: CPU_TITLE, versions: await startCpu(), threads: 1 };
      return { engine, warnings: [] };
    }
    case 'wasm':
      return { engine: await startWasmEngine(), warnings: [] };
    case 'native':
    case 'auto': {
      const attempt = await tryNative(threads, folders);
      if ('versions' in attempt) {
        const title = nativeTitle(attempt.versions['TensorFlow'] ?? '');
        return { engine: { name: 'native', title, versions: attempt.versions, threads }, warnings: [] };
      }
      if (name === 'native') throw nativeEngineMissing(attempt.reason);
      return { engine: await startWasmEngine(), warnings: [slowEngineWarning(attempt.reason)] };
    }
  }
}

async function startWasmEngine(): Promise<EngineDescription> {
  return { name: 'wasm', title: WASM_TITLE, versions: await startWasm(), threads: 1 };
}

async function tryNative(
  threads: number,
  folders: SearchedFolders,
): Promise<{ readonly versions: Versions } | { readonly reason: string }> {
  const reasons: string[] = [];
  for (const place of findNativePlaces(folders)) {
    if (place.files.state === 'damaged') {
      reasons.push(`its installation is damaged (${place.files.problems.join('; ')})`);
      continue;
    }
    if (place.files.state === 'unverified') {
      const check = await checkNativeLoads(place.folder);
      if (!check.loads) {
        reasons.push(`loading it ${check.reason}`);
        continue;
      }
    }
    try {
      return { versions: await startNative(place.folder, threads) };
    } catch (thrown) {
      reasons.push(`it cannot be loaded (${messageOf(thrown)})`);
    }
  }
  return { reason: reasons.length === 0 ? 'it is not installed' : reasons.join(', and ') };
}

function slowEngineWarning(reason: string): EngineWarning {
  return {
    code: 'engine',
    message:
      `The native engine is not available (${reason}); computing with WebAssembly on one thread instead. ` +
      'Convolutional networks train about 2.5 times slower on two cores, and fall further behind with more cores.',
    mend: 'To get the fast engine: distillery engines install',
  };
}
