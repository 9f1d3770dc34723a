import type { LayersModel } from '@tensorflow/tfjs';
import { sizeOf } from '../../common/examples';
import { tf } from '../tensorflow';
import { batchNormalization, initializerFor, logitsLayer, maxNormOver } from './building';
import type { MlpSettings, NetworkShape } from './source';

/** Fully connected layers over the flattened input. Dropout follows every hidden activation; max-norm binds hidden units. */
export function buildMlp(settings: MlpSettings, { inputShape, classes }: NetworkShape): LayersModel {
  const model = tf.sequential({ name: 'mlp' });
  model.add(tf.layers.inputLayer({ name: 'input', inputShape: [...inputShape] }));
  if (inputShape.length > 1) {
    model.add(tf.layers.reshape({ name: 'flatten', targetShape: [sizeOf(inputShape)] }));
  }
  if (settings.inputDropout > 0) {
    model.add(tf.layers.dropout({ name: 'input-dropout', rate: settings.inputDropout }));
  }
  settings.hidden.forEach((units, index) => {
    const name = `hidden-${index + 1}`;
    model.add(
      tf.layers.dense({
        name,
        units,
        activation: settings.batchNorm ? 'linear' : settings.activation,
        useBias: !settings.batchNorm,
        kernelInitializer: initializerFor(settings.activation),
        ...maxNormOver([0], settings.maxNorm),
      }),
    );
    if (settings.batchNorm) {
      model.add(batchNormalization(`${name}-norm`));
      model.add(tf.layers.activation({ name: `${name}-activation`, activation: settings.activation }));
    }
    if (settings.dropout > 0) {
      model.add(tf.layers.dropout({ name: `${name}-dropout`, rate: settings.dropout }));
    }
  });
  model.add(logitsLayer(classes));
  return model;
}
