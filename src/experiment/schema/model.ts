import * as z from 'zod';
import { documented, filePath, fractionBelowOne, positiveInteger, positiveNumber } from './fields';

const activation = documented(
  z.enum(['relu', 'elu', 'selu', 'sigmoid', 'tanh', 'swish', 'linear']).default('relu'),
  'The activation of the hidden layers.',
);
const dropout = documented(
  fractionBelowOne.default(0),
  'The share of hidden units that is dropped while training.',
  'Srivastava 2014.',
);
const batchNorm = documented(
  z.boolean().default(false),
  'Batch normalisation before every hidden activation.',
  'Ioffe and Szegedy 2015, arXiv:1502.03167.',
);
const maxNorm = documented(
  positiveNumber.optional(),
  'The largest Euclidean norm of the weights into one unit; larger ones are scaled down after every step.',
  'Srivastava 2014.',
);

export const mlpModel = z.strictObject({
  type: documented(z.literal('mlp'), 'Fully connected layers.'),
  hidden: documented(
    z.array(positiveInteger).default([64]),
    'Units of each hidden layer; [] is a linear classifier.',
  ),
  activation,
  dropout,
  inputDropout: documented(
    fractionBelowOne.default(0),
    'The share of inputs that is dropped while training.',
  ),
  batchNorm,
  maxNorm,
});

export const cnnModel = z.strictObject({
  type: documented(
    z.literal('cnn'),
    'Blocks of convolution, activation and 2×2 max-pooling, then fully connected layers.',
  ),
  filters: documented(
    z.array(positiveInteger).min(1).default([16, 32]),
    'Filters of each convolution block.',
  ),
  kernelSize: documented(
    positiveInteger.default(3),
    'Height and width of the convolution kernels, in pixels.',
  ),
  dense: documented(z.array(positiveInteger).default([]), 'Units of each fully connected hidden layer.'),
  activation,
  dropout,
  batchNorm,
  maxNorm,
});

export const resnetModel = z.strictObject({
  type: documented(
    z.literal('resnet'),
    'A residual network for small images, with batch normalisation.',
    'He 2016, arXiv:1512.03385, section 4.2.',
  ),
  depth: documented(
    z
      .int()
      .min(8)
      .refine((depth) => (depth - 2) % 6 === 0, 'must be 6n + 2: 8, 14, 20, 32, 44, 56, …')
      .default(8),
    'Weighted layers, 6n + 2: 8, 14, 20, 32, 44, 56, ….',
  ),
  width: documented(
    positiveInteger.default(16),
    'Filters of the first stage; the second and third have two and four times as many.',
  ),
});

/** Layers of TensorFlow.js that can stand in a row, by the names of its functions. */
export const layerNames = [
  'dense',
  'activation',
  'dropout',
  'flatten',
  'reshape',
  'permute',
  'repeatVector',
  'conv1d',
  'conv2d',
  'conv2dTranspose',
  'conv3d',
  'conv3dTranspose',
  'depthwiseConv2d',
  'separableConv2d',
  'cropping2D',
  'upSampling2d',
  'zeroPadding2d',
  'maxPooling1d',
  'maxPooling2d',
  'maxPooling3d',
  'maxPool1d',
  'maxPool2d',
  'averagePooling1d',
  'averagePooling2d',
  'averagePooling3d',
  'avgPooling1d',
  'avgPooling2d',
  'avgPooling3d',
  'avgPool1d',
  'avgPool2d',
  'avgPool3d',
  'globalAveragePooling1d',
  'globalAveragePooling2d',
  'globalMaxPooling1d',
  'globalMaxPooling2d',
  'batchNormalization',
  'layerNormalization',
  'alphaDropout',
  'gaussianDropout',
  'gaussianNoise',
  'spatialDropout1d',
  'elu',
  'leakyReLU',
  'prelu',
  'reLU',
  'softmax',
  'thresholdedReLU',
  'embedding',
  'gru',
  'lstm',
  'simpleRNN',
  'rescaling',
] as const;

const inlineLayer = z.looseObject({
  layer: documented(
    z.enum(layerNames),
    'The layer, by the name of the function of `tf.layers` that makes it; its arguments are the other fields.',
  ),
});

export const layersModel = z.strictObject({
  type: documented(
    z.literal('layers'),
    'Your own list of layers, ending in one unit a class and no softmax.',
  ),
  layers: documented(
    z.array(inlineLayer).min(1),
    'Each entry names a layer of TensorFlow.js (`dense`, `conv2d`, `maxPooling2d`, `flatten`, `dropout`, `batchNormalization`, …) with its arguments. `"units": "classes"` stands for the number of classes.',
  ),
});

export const savedModel = z.strictObject({
  type: documented(z.literal('saved'), 'A model saved by TensorFlow.js.'),
  path: documented(filePath, 'Its model.json.'),
});

export const moduleModel = z.strictObject({
  type: documented(z.literal('module'), 'A JavaScript module of yours that builds the model.'),
  path: documented(
    filePath,
    'The module. It exports a function ({ tf, inputShape, classes, options }) → LayersModel.',
  ),
  export: documented(z.string().min(1).default('default'), 'The name of the exported function.'),
  options: documented(z.record(z.string(), z.json()).default({}), 'Handed to the function as `options`.'),
});

export const model = z.discriminatedUnion('type', [
  mlpModel,
  cnnModel,
  resnetModel,
  layersModel,
  savedModel,
  moduleModel,
]);
export type ModelSettings = z.output<typeof model>;
