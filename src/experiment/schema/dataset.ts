import * as z from 'zod';
import { choice, documented, filePath, positiveInteger, seed } from './fields';

const idxFiles = z.strictObject({
  inputs: documented(filePath, 'The IDX file of inputs, plain or .gz (MNIST: train-images-idx3-ubyte).'),
  labels: documented(filePath, 'The IDX file of labels, plain or .gz (MNIST: train-labels-idx1-ubyte).'),
});

const npyFiles = z.strictObject({
  inputs: documented(filePath, 'The .npy file of inputs, examples along the first axis.'),
  labels: documented(filePath, 'The .npy file of integer labels.'),
});

/** A number below 1 is a share of the training data, a whole number is a count of examples. */
const splitSize = z
  .number()
  .min(0)
  .refine(
    (size) => size < 1 || Number.isInteger(size),
    'must be a share below 1 or a whole number of examples',
  )
  .meta({ anyOf: [{ type: 'number', exclusiveMaximum: 1 }, { type: 'integer' }] });

const heldOut =
  'A number below 1 is a share of the data, a whole number a count of examples, drawn by `splitSeed`.';

const common = {
  validation: documented(
    splitSize.default(0.1),
    `How much of the training data is held out to choose the best epoch and to stop early. ${heldOut} 0: none.`,
  ),
  splitSeed: documented(seed.default(0), 'The seed of the train/validation/test split.'),
  limit: documented(
    positiveInteger.optional(),
    'Use at most this many training examples, drawn by `splitSeed` (for a quick try).',
  ),
  scaling: documented(
    choice({
      none: 'Numbers as they are.',
      unit: 'Divided by the largest magnitude in the training split (255 for bytes).',
      standardize:
        'Mean 0 and deviation 1, per feature (per channel for images), fitted on the training split only.',
    }).default('unit'),
    'How inputs are scaled before a network sees them.',
  ),
  inputShape: documented(
    z.array(positiveInteger).min(1).max(3).optional(),
    'Reshape every example, for example [8, 8, 1] for 64 pixels: height, width, channels.',
  ),
  classNames: documented(
    z.array(z.string()).min(2).optional(),
    'Names of the classes in label order; without it, the label names found in the file, or 0, 1, 2, ….',
  ),
} as const;

const testShare = documented(splitSize, `How much of the data is the test set. ${heldOut}`);

export const idxDataset = z.strictObject({
  format: documented(z.literal('idx'), 'The format of MNIST and its relatives.'),
  train: documented(idxFiles, 'The training data.'),
  test: documented(
    z.union([idxFiles, testShare]),
    'The test data: two files, or how much of the training data to hold out.',
  ),
  ...common,
});

export const csvDataset = z.strictObject({
  format: documented(
    z.literal('csv'),
    'Comma, semicolon or tab separated numbers, plain or .gz, with or without a header.',
  ),
  train: documented(filePath, 'The training data.'),
  test: documented(
    z.union([filePath, testShare]),
    'The test data: a file, or how much of the training data to hold out.',
  ),
  label: documented(
    z.union([z.string().min(1), z.int()]).default(-1),
    'The label column: its name, or its index from 0; negative counts from the end.',
  ),
  ignore: documented(
    z.array(z.union([z.string().min(1), z.int()])).default([]),
    'Columns that are neither label nor feature (an id, say), by name or index.',
  ),
  ...common,
});

export const npyDataset = z.strictObject({
  format: documented(z.literal('npy'), 'NumPy arrays, one a file.'),
  train: documented(npyFiles, 'The training data.'),
  test: documented(
    z.union([npyFiles, testShare]),
    'The test data: two files, or how much of the training data to hold out.',
  ),
  ...common,
});

const arrayName = (byDefault: string, what: string) =>
  documented(z.string().min(1).default(byDefault), `The name of the array with the ${what}.`);

export const npzDataset = z.strictObject({
  format: documented(z.literal('npz'), 'NumPy arrays, several in one file.'),
  file: documented(filePath, 'The .npz file.'),
  arrays: documented(
    z
      .strictObject({
        trainInputs: arrayName('x_train', 'inputs of the training data, examples along the first axis'),
        trainLabels: arrayName('y_train', 'integer labels of the training data'),
        testInputs: arrayName('x_test', 'inputs of the test data'),
        testLabels: arrayName('y_test', 'integer labels of the test data'),
      })
      .prefault({}),
    'The names of the arrays in the file. The test arrays are not read when `test` says how much to hold out.',
  ),
  test: documented(testShare.optional(), `Without it the test arrays of the file are used. ${heldOut}`),
  ...common,
});

export const dataset = z.discriminatedUnion('format', [idxDataset, csvDataset, npyDataset, npzDataset]);
export type DatasetSettings = z.output<typeof dataset>;
