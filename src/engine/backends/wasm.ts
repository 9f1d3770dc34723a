import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { tf, useTensorFlow } from '../tensorflow';
import { loadTensorflowJs } from './loadTensorflowJs';
import { type Versions, WASM_VERSIONS } from './versions';
import { registerWasmKernels } from './wasmKernels';

const WASM_FILE = 'tfjs-backend-wasm-simd.wasm';

/**
 * Starts TensorFlow.js on WebAssembly: one thread with SIMD, no native code. The kernels that training needs and that the
 * package lacks, or has wrong, are supplied by `wasmKernels`.
 */
export async function startWasm(): Promise<Versions> {
  const tensorflowJs = loadTensorflowJs();
  useTensorFlow(tensorflowJs);
  tensorflowJs.setWasmPaths(wasmFolder() + sep);
  registerWasmKernels();
  const started = await withoutProcessListeners(() => tf.setBackend('wasm'));
  if (!started) throw new Error('The WebAssembly backend of TensorFlow.js did not start.');
  return WASM_VERSIONS;
}

/** Where the WebAssembly file is: beside this program when that is bundled, in the package when it runs from its sources. */
function wasmFolder(): string {
  return existsSync(join(__dirname, WASM_FILE))
    ? __dirname
    : dirname(require.resolve(`@tensorflow/tfjs-backend-wasm/wasm-out/${WASM_FILE}`));
}

/**
 * Emscripten's start-up code listens to uncaught exceptions of the whole process and throws them again, which changes the exit
 * code and hides the handlers of the program. What it adds is taken off again.
 */
async function withoutProcessListeners<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set<unknown>([
    ...process.listeners('uncaughtException'),
    ...process.listeners('unhandledRejection'),
  ]);
  const result = await start();
  for (const listener of process.listeners('uncaughtException')) {
    if (!before.has(listener)) process.removeListener('uncaughtException', listener);
  }
  for (const listener of process.listeners('unhandledRejection')) {
    if (!before.has(listener)) process.removeListener('unhandledRejection', listener);
  }
  return result;
}
