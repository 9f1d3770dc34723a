import type * as TensorFlowJs from './tensorflowJs';

/** Loads the bundled TensorFlow.js: by `require`, since it is to be a file of its own that is read only when it computes. */
export function loadTensorflowJs(): typeof TensorFlowJs {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it with the trainer
  return require('./tensorflowJs') as typeof TensorFlowJs;
}
