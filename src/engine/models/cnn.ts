import type { LayersModel } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import { tf } from '../tensorflow';
import { batchNormalization, imageShape, initializerFor, logitsLayer, maxNormOver } from './building';
import type { CnnSettings, NetworkShape } from './source';

/**
 * Blocks of a stride-1 convolution that keeps the size, the activation and 2×2 max-pooling, then fully connected layers.
 * Dropout applies to what enters each fully connected layer; max-norm binds hidden units.
 */
export function buildCnn(settings: CnnSettings, { inputShape, classes }: NetworkShape): LayersModel {
  const [height, width, channels] = imageShape(inputShape, 'cnn');
  const smallest = 2 ** settings.filters.length;
  if (height < smallest || width < smallest) {
    throw new UserError(
      `A cnn with ${settings.filters.length} blocks of filters halves its images ${settings.filters.length} times, but they are only ${height}×${width} pixels.`,
      `Give it at most ${Math.floor(Math.log2(Math.min(height, width)))} filters.`,
    );
  }
  const { activation } = settings;
  const model = tf.sequential({ name: 'cnn' });
  model.add(tf.layers.inputLayer({ name: 'input', inputShape: [...inputShape] }));
  if (inputShape.length === 2) {
    model.add(tf.layers.reshape({ name: 'one-channel', targetShape: [height, width, channels] }));
  }
  const hidden = {
    activation: settings.batchNorm ? ('linear' as const) : activation,
    useBias: !settings.batchNorm,
    kernelInitializer: initializerFor(activation),
  };
  const normalize = (name: string): void => {
    if (!settings.batchNorm) return;
    model.add(batchNormalization(`${name}-norm`));
    model.add(tf.layers.activation({ name: `${name}-activation`, activation }));
  };
  const drop = (name: string): void => {
    if (settings.dropout > 0)
      model.add(tf.layers.dropout({ name: `${name}-dropout`, rate: settings.dropout }));
  };
  settings.filters.forEach((filters, index) => {
    const name = `conv-${index + 1}`;
    model.add(
      tf.layers.conv2d({
        name,
        filters,
        kernelSize: settings.kernelSize,
        padding: 'same',
        ...hidden,
        ...maxNormOver([0, 1, 2], settings.maxNorm),
      }),
    );
    normalize(name);
    model.add(tf.layers.maxPooling2d({ name: `pool-${index + 1}`, poolSize: 2 }));
  });
  model.add(tf.layers.flatten({ name: 'flatten' }));
  drop('flatten');
  settings.dense.forEach((units, index) => {
    const name = `hidden-${index + 1}`;
    model.add(tf.layers.dense({ name, units, ...hidden, ...maxNormOver([0], settings.maxNorm) }));
    normalize(name);
    drop(name);
  });
  model.add(logitsLayer(classes));
  return model;
}
