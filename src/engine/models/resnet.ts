import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';
import { batchNormalization, imageShape, logitsLayer } from './building';
import type { NetworkShape, ResnetSettings } from './source';

/**
 * A residual network for small images (He 2016, arXiv:1512.03385, section 4.2): a 3×3 convolution, three stages of
 * (depth − 2) / 6 blocks with `width`, 2·`width` and 4·`width` filters, global average pooling. Where a block changes the
 * shape, its shortcut is a 1×1 convolution with batch norm (the paper's option B).
 */
export function buildResnet(
  { depth, width }: ResnetSettings,
  { inputShape, classes }: NetworkShape,
): LayersModel {
  const [height, imageWidth, channels] = imageShape(inputShape, 'resnet');
  const input = tf.input({ name: 'input', shape: [...inputShape] });
  const images =
    inputShape.length === 2
      ? applyTo(
          tf.layers.reshape({ name: 'one-channel', targetShape: [height, imageWidth, channels] }),
          input,
        )
      : input;
  let features = rectify('stem', convolution('stem', images, width, 3, 1));
  const blocks = (depth - 2) / 6;
  for (let stage = 0; stage < 3; stage++) {
    for (let block = 0; block < blocks; block++) {
      const filters = width * 2 ** stage;
      features = residualBlock(
        `stage-${stage + 1}-block-${block + 1}`,
        features,
        filters,
        stage > 0 && block === 0 ? 2 : 1,
      );
    }
  }
  const pooled = applyTo(tf.layers.globalAveragePooling2d({ name: 'pool' }), features);
  return tf.model({ name: 'resnet', inputs: input, outputs: applyTo(logitsLayer(classes), pooled) });
}

function applyTo(layer: { apply(input: SymbolicTensor): unknown }, input: SymbolicTensor): SymbolicTensor {
  return layer.apply(input) as SymbolicTensor;
}

/** A convolution without bias, and batch norm. */
function convolution(
  name: string,
  input: SymbolicTensor,
  filters: number,
  kernelSize: number,
  strides: number,
): SymbolicTensor {
  const convolved = tf.layers.conv2d({
    name: `${name}-conv`,
    filters,
    kernelSize,
    strides,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'heNormal',
  });
  return applyTo(batchNormalization(`${name}-norm`), applyTo(convolved, input));
}

function rectify(name: string, input: SymbolicTensor): SymbolicTensor {
  return applyTo(tf.layers.activation({ name: `${name}-relu`, activation: 'relu' }), input);
}

function residualBlock(
  name: string,
  input: SymbolicTensor,
  filters: number,
  strides: number,
): SymbolicTensor {
  const first = rectify(`${name}-a`, convolution(`${name}-a`, input, filters, 3, strides));
  const second = convolution(`${name}-b`, first, filters, 3, 1);
  const shortcut = strides === 1 ? input : convolution(`${name}-shortcut`, input, filters, 1, strides);
  const sum = tf.layers.add({ name: `${name}-add` }).apply([second, shortcut]) as SymbolicTensor;
  return rectify(`${name}-out`, sum);
}
