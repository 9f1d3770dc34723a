/**
 * TensorFlow.js with the backends that need no native code, as one module. It is bundled into a file of its own beside the
 * trainer, with its WebAssembly file, so that neither is loaded unless it computes (see `esbuild.mjs`).
 */
export * from '@tensorflow/tfjs';
export { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
