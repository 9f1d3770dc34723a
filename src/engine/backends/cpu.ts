import { tf, useTensorFlow } from '../tensorflow';
import { registerCpuKernels } from './cpuKernels';
import { loadTensorflowJs } from './loadTensorflowJs';
import { CPU_VERSIONS, type Versions } from './versions';

/**
 * Starts TensorFlow.js in plain JavaScript: one thread, no binary of any kind, one to two orders of magnitude slower than the
 * other engines. It is there to compare with, and for machines on which nothing else runs.
 */
export async function startCpu(): Promise<Versions> {
  useTensorFlow(loadTensorflowJs());
  registerCpuKernels();
  if (!(await tf.setBackend('cpu')))
    throw new Error('The plain JavaScript backend of TensorFlow.js did not start.');
  // Its first write prints an advertisement for tfjs-node, which would land in the middle of a run's progress.
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  return CPU_VERSIONS;
}
