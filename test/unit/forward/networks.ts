import type * as TensorFlow from '@tensorflow/tfjs';
import { buildNetwork, type Network } from '../../../src/engine/models';
import { layers, settings } from '../models/sources';

const images = { inputShape: [8, 8, 2], classes: 3 };

function built(build: (tf: typeof TensorFlow) => unknown, inputShape: number[]): Promise<Network> {
  return buildNetwork({
    source: { type: 'builder', name: 'builder.js', options: {}, build: ({ tf }) => build(tf) },
    inputShape,
    classes: 3,
    seed: 5,
  });
}

type Symbolic = TensorFlow.SymbolicTensor;

/** Networks without randomness in training mode: what they compute is told by TensorFlow.js itself. */
export const plainNetworks: Readonly<Record<string, () => Promise<Network>>> = {
  mlp: () => buildNetwork({ source: settings({ type: 'mlp', hidden: [7, 5] }), seed: 1, ...images }),
  'mlp with batch norm': () =>
    buildNetwork({ source: settings({ type: 'mlp', hidden: [7], batchNorm: true }), seed: 2, ...images }),
  'mlp with tanh': () =>
    buildNetwork({ source: settings({ type: 'mlp', hidden: [7], activation: 'tanh' }), seed: 2, ...images }),
  cnn: () =>
    buildNetwork({ source: settings({ type: 'cnn', filters: [4, 6], dense: [5] }), seed: 3, ...images }),
  'resnet-8': () => buildNetwork({ source: settings({ type: 'resnet', width: 4 }), seed: 4, ...images }),
  'list of layers': () =>
    buildNetwork({
      source: layers(
        { layer: 'zeroPadding2d', padding: 1 },
        { layer: 'conv2d', filters: 4, kernelSize: [3, 2], strides: 2, activation: 'relu', useBias: false },
        { layer: 'depthwiseConv2d', kernelSize: 2, activation: 'elu' },
        {
          layer: 'conv2d',
          filters: 3,
          kernelSize: 2,
          padding: 'same',
          activation: 'sigmoid',
        },
        { layer: 'batchNormalization' },
        { layer: 'leakyReLU' },
        { layer: 'averagePooling2d', poolSize: 2, strides: 1 },
        { layer: 'layerNormalization' },
        { layer: 'dense', units: 4, activation: 'relu' },
        { layer: 'flatten' },
        { layer: 'dense', units: 'classes' },
      ),
      seed: 5,
      ...images,
    }),
  'recurrent network': () =>
    buildNetwork({
      source: layers(
        { layer: 'reshape', targetShape: [8, 16] },
        { layer: 'gru', units: 4 },
        { layer: 'dense', units: 3 },
      ),
      seed: 6,
      ...images,
    }),
  'model with models inside, one of them used twice': () =>
    built(
      (tf) => {
        const inner = tf.sequential({
          layers: [
            tf.layers.dense({ units: 4, activation: 'relu', inputShape: [4] }),
            tf.layers.batchNormalization(),
          ],
        });
        const branchInput = tf.input({ shape: [4] });
        const branch = tf.model({
          inputs: branchInput,
          outputs: inner.apply(
            tf.layers.dense({ units: 4, activation: 'tanh' }).apply(branchInput),
          ) as Symbolic,
        });
        const input = tf.input({ shape: [4] });
        const once = branch.apply(input) as Symbolic;
        const twice = branch.apply(tf.layers.dense({ units: 4 }).apply(once)) as Symbolic;
        const joined = tf.layers.concatenate().apply([once, twice]) as Symbolic;
        return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 3 }).apply(joined) as Symbolic });
      },
      [4],
    ),
  'model that starts with a model': () =>
    built(
      (tf) => {
        const inner = tf.sequential({
          layers: [tf.layers.dense({ units: 4, activation: 'relu', inputShape: [4] })],
        });
        return tf.sequential({ layers: [inner, tf.layers.dense({ units: 3 })] });
      },
      [4],
    ),
  'model with a shared layer': () =>
    built(
      (tf) => {
        const input = tf.input({ shape: [4] });
        const shared = tf.layers.dense({ units: 4, activation: 'relu' });
        const once = shared.apply(input) as Symbolic;
        const sum = tf.layers.add().apply([shared.apply(once) as Symbolic, once, input]) as Symbolic;
        return tf.model({ inputs: input, outputs: tf.layers.dense({ units: 3 }).apply(sum) as Symbolic });
      },
      [4],
    ),
};
