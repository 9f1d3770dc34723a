import { dirname, join, sep } from 'node:path';
import { tf, useTensorFlow } from '../tensorflow';
import type { Versions } from './versions';
import { registerWasmKernels } from './wasmKernels';

/**
 * Starts TensorFlow.js on WebAssembly: one thread with SIMD, no native code. The kernels that training needs and that the
 * package lacks, or has wrong, are supplied by `wasmKernels`.
 */
export async function startWasm(): Promise<Versions> {
  useTensorFlow(await import('@tensorflow/tfjs'));
  const { setWasmPaths, version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(
    join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out') + sep,
  );
  registerWasmKernels();
  const started = await withoutProcessListeners(() => tf.setBackend('wasm'));
  if (!started) throw new Error('The WebAssembly backend of TensorFlow.js did not start.');
  return { '@tensorflow/tfjs': tf.version_core, '@tensorflow/tfjs-backend-wasm': version_wasm };
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
