import { sizeOf, type Examples } from '../common/examples';
import type { DatasetSettings } from '../experiment/schema/dataset';
import { checkClassNames } from './csv/classes';
import { fileError, settingError } from './errors';
import { DataFiles, type ReadingListener } from './files';
import { fingerprintData } from './fingerprint';
import { readSource } from './formats';
import { fitScaling, scaleRows, type Scaling } from './scaling';
import type { DataSource, LabelledInputs } from './source';
import { splitRows } from './split';

/** Examples in three splits, scaled, with what is known about them. */
export interface Dataset {
  /** The shape of one example: [features] or [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly classNames: readonly string[];
  /** Only of files that name their columns. */
  readonly featureNames?: readonly string[];
  readonly train: Examples;
  readonly validation: Examples;
  readonly test: Examples;
  /** What was done to the inputs, fitted on the training split. */
  readonly scaling: Scaling;
  /** SHA-256, in hexadecimal, of the files and of the settings that shape the result. */
  readonly fingerprint: string;
  /** Examples of each class. */
  readonly classCounts: {
    readonly train: readonly number[];
    readonly validation: readonly number[];
    readonly test: readonly number[];
  };
}

/** The most input values of all splits together: 4 GiB of float32. */
const mostValues = 2 ** 30;

/**
 * Reads, splits and scales a dataset.
 *
 * @param folder what relative paths in the settings start from
 * @param onProgress told of every 4 MiB read
 * @throws UserError that names file and position, for everything that is wrong with the data
 */
export async function loadDataset(
  settings: DatasetSettings,
  folder: string,
  onProgress: ReadingListener = () => undefined,
): Promise<Dataset> {
  checkClassNames(settings.classNames);
  const files = new DataFiles(folder, onProgress);
  const source = await readSource(settings, files);
  const { train, test, classNames, featureNames } = source;
  checkContent(source);
  const inputShape = exampleShape(train, settings.inputShape);
  const split = splitRows(train.inputs.count, {
    test: test === undefined && typeof settings.test === 'number' ? settings.test : undefined,
    validation: settings.validation,
    limit: settings.limit,
    splitSeed: settings.splitSeed,
  });
  const testSource = test ?? train;
  const testRows =
    test === undefined ? split.test : Int32Array.from({ length: test.inputs.count }, (_, row) => row);
  checkMemory(split.train.length + split.validation.length + testRows.length, inputShape, train);

  const scaling = fitScaling(settings.scaling, train.inputs, split.train, inputShape);
  const examples = (from: LabelledInputs, rows: Int32Array): Examples => ({
    count: rows.length,
    inputShape,
    inputs: scaleRows(from.inputs, rows, sizeOf(inputShape), scaling),
    labels: rows.map((row) => from.labels[row] as number),
  });
  const splits = {
    train: examples(train, split.train),
    validation: examples(train, split.validation),
    test: examples(testSource, testRows),
  };
  return {
    inputShape,
    classNames,
    ...(featureNames && { featureNames }),
    ...splits,
    scaling,
    fingerprint: fingerprintData(settings, files.sha256),
    classCounts: {
      train: countClasses(splits.train, classNames.length),
      validation: countClasses(splits.validation, classNames.length),
      test: countClasses(splits.test, classNames.length),
    },
  };
}

function checkContent({ train, test, classNames }: DataSource): void {
  const { inputs } = train;
  if (inputs.count === 0 || sizeOf(inputs.shape) === 0) {
    throw fileError(
      inputs.file,
      `there are no examples in [${[inputs.count, ...inputs.shape].join(', ')}] values`,
      'Give some.',
    );
  }
  if (classNames.length < 2) {
    throw fileError(
      inputs.file,
      `every example has the same label ("${String(classNames[0])}")`,
      'At least two classes are needed: check which labels are read.',
    );
  }
  if (test !== undefined && String(test.inputs.shape) !== String(inputs.shape)) {
    throw fileError(
      test.inputs.file,
      `test examples have the shape [${test.inputs.shape.join(', ')}], training examples [${inputs.shape.join(', ')}]`,
      'Both must be the same: check that the files belong together.',
    );
  }
}

/** [features], or [height, width, channels], 1 channel where the data has none. */
function exampleShape({ inputs }: LabelledInputs, wanted: readonly number[] | undefined): readonly number[] {
  const { shape, file } = inputs;
  if (wanted !== undefined && sizeOf(wanted) !== sizeOf(shape)) {
    throw settingError(
      'inputShape',
      `[${wanted.join(', ')}] holds ${sizeOf(wanted)} values, but an example in ${file} has ${sizeOf(shape)} ([${shape.join(', ')}])`,
      `Give a shape of ${sizeOf(shape)} values, or leave it out.`,
    );
  }
  const chosen = wanted ?? shape;
  if (chosen.length > 3) {
    throw fileError(
      file,
      `examples of shape [${chosen.join(', ')}] have too many dimensions`,
      'Say in dataset.inputShape how to read them: [features] or [height, width, channels].',
    );
  }
  return chosen.length === 0 ? [1] : chosen.length === 2 ? [...chosen, 1] : chosen;
}

function checkMemory(examples: number, inputShape: readonly number[], { inputs }: LabelledInputs): void {
  if (examples * sizeOf(inputShape) > mostValues) {
    throw fileError(
      inputs.file,
      `${examples} examples of ${sizeOf(inputShape)} values need more than 4 GiB`,
      'Set dataset.limit, or give smaller examples.',
    );
  }
}

function countClasses({ labels }: Examples, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) {
    counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}
