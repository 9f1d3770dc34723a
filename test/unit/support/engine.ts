import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startCpu } from '../../../src/engine/backends/cpu';
import { NATIVE_ADDON, startNative } from '../../../src/engine/backends/native';
import { startWasm } from '../../../src/engine/backends/wasm';
import { nativeEngineFolder, tfjsNodeFolder } from '../../../src/trainer/engines/home';

const places = [tfjsNodeFolder(join(__dirname, '..', '..', '..')), tfjsNodeFolder(nativeEngineFolder())];

let started: Promise<unknown> | undefined;

/**
 * Starts the engine of this process if it isn't yet: the one that the environment variable TEST_ENGINE names (native, wasm or
 * cpu), else native where it is installed, else cpu.
 */
export function startTestEngine(): Promise<unknown> {
  started ??= start(process.env['TEST_ENGINE']);
  return started;
}

function start(wanted: string | undefined): Promise<unknown> {
  const native = places.find((folder) => existsSync(join(folder, NATIVE_ADDON)));
  if (wanted === 'wasm') return startWasm();
  if (wanted === 'cpu' || (wanted === undefined && native === undefined)) return startCpu();
  if (native === undefined) throw new Error(`The engine "${wanted ?? ''}" is not installed.`);
  return startNative(native, 2);
}

/** Called in a `describe`: its tests run with an engine. */
export function withEngine(): void {
  before(startTestEngine);
}
