import type * as TensorFlow from '@tensorflow/tfjs';

/**
 * The one TensorFlow.js of this process: everything in the engine room computes with it. It is set once, by a backend's
 * start function, before anything else of this room is called; which backend it is makes no difference above this room.
 */
export let tf: typeof TensorFlow;

export function useTensorFlow(module: typeof TensorFlow): void {
  tf = module;
}
