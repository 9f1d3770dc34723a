import * as z from 'zod';
import {
  choice,
  documented,
  fractionBelowOne,
  nonNegativeInteger,
  nonNegativeNumber,
  positiveInteger,
  positiveNumber,
} from './fields';

const learningRate = (byDefault: number) =>
  documented(positiveNumber.default(byDefault), 'The learning rate, before the schedule.');

const sgd = z.strictObject({
  type: documented(z.literal('sgd'), 'Stochastic gradient descent; weight decay is added to the gradient.'),
  learningRate: learningRate(0.05),
  momentum: documented(fractionBelowOne.default(0.9), 'The share of the last update that is kept.'),
  nesterov: documented(z.boolean().default(false), "Nesterov's momentum.", 'Sutskever 2013.'),
});

const adamMoments = {
  beta1: documented(fractionBelowOne.default(0.9), 'Decay of the mean of gradients.'),
  beta2: documented(fractionBelowOne.default(0.999), 'Decay of the mean of squared gradients.'),
  epsilon: documented(positiveNumber.default(1e-7), 'Added to the denominator.'),
} as const;

const adam = z.strictObject({
  type: documented(
    z.literal('adam'),
    'Adam; weight decay is added to the gradient.',
    'Kingma and Ba 2015, arXiv:1412.6980.',
  ),
  learningRate: learningRate(0.001),
  ...adamMoments,
});

const adamw = z.strictObject({
  type: documented(
    z.literal('adamw'),
    'Adam with decoupled weight decay: weights shrink by learningRate × weightDecay a step.',
    'Loshchilov and Hutter 2019, arXiv:1711.05101.',
  ),
  learningRate: learningRate(0.001),
  ...adamMoments,
});

export const optimizer = z.discriminatedUnion('type', [sgd, adam, adamw]);
export type OptimizerSettings = z.output<typeof optimizer>;

const warmupEpochs = documented(
  nonNegativeNumber.default(0),
  'Over this many epochs (fractions allowed) the learning rate grows linearly from nearly 0.',
);

export const schedule = z.discriminatedUnion('type', [
  z.strictObject({
    type: documented(z.literal('constant'), 'The same learning rate throughout.'),
    warmupEpochs,
  }),
  z.strictObject({
    type: documented(z.literal('step'), 'Multiplied by `factor` every `everyEpochs`.'),
    everyEpochs: documented(positiveInteger.default(10), 'Epochs between two drops.'),
    factor: documented(
      positiveNumber.lt(1).default(0.1),
      'What the learning rate is multiplied by at each drop.',
    ),
    warmupEpochs,
  }),
  z.strictObject({
    type: documented(
      z.literal('cosine'),
      'Falls from the learning rate to `finalFraction` of it along half a cosine.',
      'Loshchilov and Hutter 2017, arXiv:1608.03983.',
    ),
    finalFraction: documented(
      fractionBelowOne.default(0),
      'The share of the learning rate that is left at the end.',
    ),
    warmupEpochs,
  }),
]);
export type ScheduleSettings = z.output<typeof schedule>;

export const augmentation = z.strictObject({
  shift: documented(
    nonNegativeInteger.default(0),
    'Images move by up to this many pixels in each direction.',
  ),
  flip: documented(z.boolean().default(false), 'Half of the images are mirrored left to right.'),
  noise: documented(
    nonNegativeNumber.default(0),
    'Standard deviation of Gaussian noise added to the scaled inputs.',
  ),
});
export type AugmentationSettings = z.output<typeof augmentation>;

const keep = choice({
  best: 'Those of the epoch with the best validation accuracy (ties: the lower validation loss).',
  last: 'Those after the last epoch.',
});

export const training = z.strictObject({
  epochs: documented(positiveInteger.default(10), 'Passes over the training split.'),
  batchSize: documented(
    positiveInteger.default(128),
    'Examples a step. The last, smaller batch of an epoch is trained on too.',
  ),
  optimizer: documented(optimizer.prefault({ type: 'adam' }), 'How gradients become updates.'),
  schedule: documented(
    schedule.prefault({ type: 'constant' }),
    'How the learning rate changes over the run.',
  ),
  weightDecay: documented(
    nonNegativeNumber.default(0),
    'Strength of weight decay, on kernels only (not biases or batch norm).',
  ),
  clipNorm: documented(
    positiveNumber.optional(),
    'The largest global norm of the gradient; a larger one is scaled down.',
  ),
  augmentation: documented(
    augmentation.optional(),
    'Random changes of the training inputs. Test and validation inputs never change.',
  ),
  keep: documented(
    keep.default('best'),
    'Which weights count in the end. The test set is never looked at. Without a validation split: the last.',
  ),
  earlyStopping: documented(
    z
      .strictObject({
        patience: documented(
          positiveInteger.default(5),
          'Stop after this many epochs without a better validation accuracy.',
        ),
      })
      .optional(),
    'Stop when the validation accuracy no longer improves.',
  ),
});
export type TrainingSettings = z.output<typeof training>;

/** The same fields without defaults: what a section changes of the general training settings. */
export const trainingChanges = z.strictObject({
  epochs: documented(positiveInteger.optional(), 'Passes over the training split.'),
  batchSize: documented(positiveInteger.optional(), 'Examples a step.'),
  optimizer: documented(optimizer.optional(), 'How gradients become updates.'),
  schedule: documented(schedule.optional(), 'How the learning rate changes over the run.'),
  weightDecay: documented(nonNegativeNumber.optional(), 'Strength of weight decay, on kernels only.'),
  clipNorm: training.shape.clipNorm,
  augmentation: training.shape.augmentation,
  keep: documented(keep.optional(), 'Which weights count in the end.'),
  earlyStopping: training.shape.earlyStopping,
});
export type TrainingChanges = z.output<typeof trainingChanges>;
