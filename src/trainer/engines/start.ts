import { availableParallelism } from 'node:os';
import { messageOf } from '../../common/errors';
import { startCpu } from '../../engine/backends/cpu';
import { startNative } from '../../engine/backends/native';
import type { Versions } from '../../engine/backends/versions';
import { startWasm } from '../../engine/backends/wasm';
import type { EngineName } from '../../experiment/schema/experiment';
import type { EngineDescription } from '../../protocol/record';
import { nativeEngineMissing } from './loadCheck';
import { findNativePlaces, type SearchedFolders, searchedFolders } from './locate';

/** The engine of this process. */
export interface StartedEngine extends EngineDescription {
  /** Only if `auto` had to do without the native engine: why, what that costs, and how to get it. */
  readonly note?: string;
}

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
    throw new Error(`This process computes with the engine "${startedAs}" already; another one needs another process.`);
  }
  const engine = await start(name, threads, folders);
  startedAs = engine.name;
  return engine;
}

async function start(name: EngineName, threads: number, folders: SearchedFolders): Promise<StartedEngine> {
  switch (name) {
    case 'cpu':
      return { name: 'cpu', title: CPU_TITLE, versions: await startCpu(), threads: 1 };
    case 'wasm':
      return startWasmEngine();
    case 'native':
    case 'auto': {
      const attempt = await tryNative(threads, folders);
      if ('versions' in attempt) {
        const title = nativeTitle(attempt.versions['TensorFlow'] ?? '');
        return { name: 'native', title, versions: attempt.versions, threads };
      }
      if (name === 'native') throw nativeEngineMissing(attempt.reason);
      return { ...(await startWasmEngine()), note: slowEngineNote(attempt.reason) };
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
    try {
      return { versions: await startNative(place.folder, threads) };
    } catch (thrown) {
      reasons.push(`it cannot be loaded (${messageOf(thrown)})`);
    }
  }
  return { reason: reasons.length === 0 ? 'it is not installed' : reasons.join(', and ') };
}

function slowEngineNote(reason: string): string {
  return (
    `Computing with WebAssembly on one thread, because the native engine is not available: ${reason}. ` +
    'Matrix products take about 2.5 times as long on one core and 5 times on two; the same results, later. ' +
    'To get the fast engine: distillery engines install'
  );
}
