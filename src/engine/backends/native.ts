import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { useTensorFlow } from '../tensorflow';
import type { Versions } from './versions';

/** Where tfjs-node keeps its addon, from the package's folder; Node-API version 8 is the highest that it was published for. */
export const NATIVE_ADDON = join('lib', 'napi-v8', 'tfjs_binding.node');

interface NativeAddon {
  readonly TF_Version: string;
}

/**
 * Starts TensorFlow's own C library through tfjs-node. The TensorFlow.js that it brings along becomes the engine's, so that there is
 * one of them only.
 *
 * @param tfjsNodeFolder the folder of the package `@tensorflow/tfjs-node`
 * @param threads that operations compute with, at least 1; fixed for the life of the process
 * @throws what the loader says if the addon or a library that it needs cannot be loaded; nothing is changed then, and
 * another engine can be started
 */
export async function startNative(tfjsNodeFolder: string, threads: number): Promise<Versions> {
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const load = createRequire(join(tfjsNodeFolder, 'package.json'));
  const addon = load(join(tfjsNodeFolder, NATIVE_ADDON)) as NativeAddon;
  restoreRemovedUtilities();
  load(tfjsNodeFolder);
  const tf = load('@tensorflow/tfjs') as typeof TensorFlow;
  if (!(await tf.setBackend('tensorflow')))
    throw new Error('The native backend of TensorFlow.js did not start.');
  useTensorFlow(tf);
  const { version } = load('./package.json') as { readonly version: string };
  return {
    TensorFlow: addon.TF_Version,
    '@tensorflow/tfjs-node': version,
    '@tensorflow/tfjs': tf.version_core,
  };
}

/** tfjs-node 4.22.0 calls two functions of `util` that Node 23 removed (tensorflow/tfjs issue 8609). */
function restoreRemovedUtilities(): void {
  const util = createRequire(__filename)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= (value: unknown) => Array.isArray(value);
}
