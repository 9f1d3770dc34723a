import type { layers } from '@tensorflow/tfjs';

/** Why a layer can't be computed here, and what to do about it. */
export interface Obstacle {
  readonly message: string;
  readonly mend: string;
}

interface Described {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Layers that draw random numbers in training mode, and are computed here with given ones. */
export const noiseLayers: ReadonlySet<string> = new Set([
  'Dropout',
  'SpatialDropout1D',
  'AlphaDropout',
  'GaussianDropout',
  'GaussianNoise',
]);

function isDescribed(value: unknown): value is Described {
  return typeof value === 'object' && value !== null && 'className' in value && 'config' in value;
}

/** A layer's configuration, then those of the layers it wraps. */
function describe(layer: layers.Layer): Described[] {
  const found: Described[] = [];
  const visit = (value: unknown): void => {
    if (isDescribed(value)) found.push(value);
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit({ className: layer.getClassName(), config: layer.getConfig() });
  return found;
}

/** What makes a layer wrong in every mode. */
export function findObstacle(layer: layers.Layer): Obstacle | undefined {
  for (const { className, config } of describe(layer)) {
    if (className === 'Masking' || config['maskZero'] === true) {
      return {
        message: `the layer "${layer.name}" (${className}) masks time steps, which is not supported.`,
        mend: 'Leave the masking out.',
      };
    }
    if (config['stateful'] === true) {
      return {
        message: `the layer "${layer.name}" (${className}) keeps its state from batch to batch, so its answers depend on the order of examples.`,
        mend: 'Set stateful to false.',
      };
    }
  }
  return undefined;
}

/** What makes a layer wrong in training mode only. */
export function findTrainingObstacle(layer: layers.Layer): Obstacle | undefined {
  for (const [depth, { className, config }] of describe(layer).entries()) {
    const title = `the layer "${layer.name}" (${className})`;
    const isPositive = (key: string): boolean => typeof config[key] === 'number' && config[key] > 0;
    if (isPositive('dropout') || isPositive('recurrentDropout')) {
      return {
        message: `${title} has a dropout of its own, whose randomness a resumed run could not restore.`,
        mend: 'Use a dropout layer after it.',
      };
    }
    if (className.startsWith('Random') || (depth > 0 && noiseLayers.has(className))) {
      return {
        message: `${title} draws random numbers that a resumed run could not restore.`,
        mend: 'Use a dropout layer on its own, and training.augmentation for random changes of the inputs.',
      };
    }
    if (className === 'BatchNormalization' && (config['scale'] === false || config['center'] === false)) {
      return {
        message: `${title} has no ${config['scale'] === false ? 'scale' : 'center'}, and TensorFlow.js can only use such a layer, not train it.`,
        mend: 'Leave scale and center at true.',
      };
    }
    const dilations = [config['dilationRate']].flat();
    if (dilations.some((rate) => typeof rate === 'number' && rate > 1)) {
      return {
        message: `${title} has a dilationRate of ${dilations.join(',')}, and TensorFlow.js has no gradient for such kernels.`,
        mend: 'Use a dilationRate of 1, with a larger kernel, strides or pooling.',
      };
    }
    const regularizer = Object.entries(config).find(
      ([key, value]) => key.endsWith('Regularizer') && typeof value === 'object' && value !== null,
    )?.[0];
    if (regularizer !== undefined) {
      return {
        message: `${title} has a ${regularizer}, which the training here would leave out of account.`,
        mend: 'Build or save the model without it and use training.weightDecay.',
      };
    }
  }
  return undefined;
}
