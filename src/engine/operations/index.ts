import type { KernelBackend } from '@tensorflow/tfjs';
import { Random, type RandomStream } from '../../common/random';
import { tf } from '../tensorflow';
import { NativeOperations } from './native';
import type { Operations } from './operations';
import { PortableOperations } from './portable';
import { tensorFlowBackend } from './tensorflowBackend';

export type { ConvolutionGeometry, FusedActivation, InputGradient, Operations } from './operations';

const implementations = new WeakMap<KernelBackend, Operations>();

/** The blocks in the best implementation that the present backend has. */
export function currentOperations(): Operations {
  const backend = tf.backend();
  const known = implementations.get(backend);
  if (known !== undefined) {
    return known;
  }
  const native = tensorFlowBackend();
  const operations = native === undefined ? new PortableOperations() : new NativeOperations(native);
  implementations.set(backend, operations);
  return operations;
}

/**
 * The seed of stateless randomness (`Operations.uniform` and `normal`) for one purpose at one moment.
 *
 * @param seed the run's seed, from 0 to 2³²−1
 * @param position when: a step, an epoch, …
 * @param layer where: the index of a layer, of a block of examples, …
 */
export function statelessSeed(
  seed: number,
  stream: RandomStream,
  position: number,
  layer = 0,
): [number, number] {
  const random = new Random(seed, stream, position, layer);
  return [random.nextWord() >>> 1, random.nextWord() >>> 1];
}
