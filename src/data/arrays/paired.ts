import { binaryError, fileError } from '../errors';
import type { DataSource, InputTable, LabelledInputs } from '../source';
import { elementSizes, type RawArray } from './elements';

/** Inputs and labels as two arrays, examples along the first axis of each. */
export interface ArrayPair {
  readonly inputs: RawArray;
  readonly labels: RawArray;
}

/** The most classes that labels without names may have. */
const mostClasses = 65536;

/**
 * Joins arrays of inputs with arrays of class indices.
 *
 * @param classNames what the classes are called; without names, every class up to the largest must occur
 * @throws UserError when counts differ, or a label is not a class index
 */
export function joinPairs(
  train: ArrayPair,
  test: ArrayPair | undefined,
  classNames: readonly string[] | undefined,
): DataSource {
  const classes = classNames?.length ?? mostClasses;
  const trainLabels = classIndices(train.labels, classes);
  const names = classNames ?? numberedClasses(trainLabels, train.labels);
  return {
    train: join(train, trainLabels),
    test: test && join(test, classIndices(test.labels, names.length)),
    classNames: names,
    featureNames: undefined,
  };
}

function join({ inputs, labels: labelArray }: ArrayPair, labels: Int32Array): LabelledInputs {
  const [count, ...shape] = inputs.shape;
  if (count === undefined) {
    throw fileError(
      inputs.origin.file,
      `${inputs.origin.within ?? 'the array'} is a single number, not an array of examples`,
      'Put one example after the other along the first axis.',
    );
  }
  if (count !== labels.length) {
    throw fileError(
      labelArray.origin.file,
      `${labels.length} labels, but ${count} inputs in ${inputs.origin.file}`,
      'Inputs and labels must belong together, one label an input: check that both come from the same set.',
    );
  }
  const table: InputTable = {
    file: inputs.origin.file,
    count,
    shape,
    blocks: [inputs.values],
    rowsPerBlock: Math.max(count, 1),
    fullScale: inputs.type === 'uint8' ? 255 : undefined,
  };
  return { inputs: table, labels };
}

/** Labels [n] or [n, 1], each an integer from 0 to `classes` − 1. */
function classIndices(array: RawArray, classes: number): Int32Array {
  const { origin, shape, values, dataOffset, type } = array;
  const [, ...rest] = shape;
  if (shape.length === 0 || rest.some((length) => length !== 1)) {
    throw binaryError(
      origin,
      0,
      `labels must be an array of shape [examples], not [${shape.join(', ')}]`,
      rest.length === 1
        ? 'Save class indices instead of one-hot rows: numpy.argmax(labels, axis=1).'
        : 'Check that `inputs` and `labels` are not exchanged.',
    );
  }
  const labels = new Int32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const label = values[index] as number;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw binaryError(
        origin,
        dataOffset + index * elementSizes[type],
        `the label ${label} of example ${index} is not an integer from 0 to ${classes - 1}`,
        'Labels are class indices: count them from 0, and give dataset.classNames a name for each.',
      );
    }
    labels[index] = label;
  }
  return labels;
}

/** 0, 1, 2, …: a gap among labels is a sign of damage. */
function numberedClasses(labels: Int32Array, array: RawArray): readonly string[] {
  const present = new Set(labels);
  const largest = labels.reduce((high, label) => Math.max(high, label), -1);
  if (present.size < largest + 1) {
    let missing = 0;
    while (present.has(missing)) {
      missing++;
    }
    const first = labels.findIndex((label) => label > missing);
    throw binaryError(
      array.origin,
      array.dataOffset + first * elementSizes[array.type],
      `the label ${String(labels[first])} occurs, but no example has the label ${missing}`,
      'Number the classes from 0 without gaps; if a class is meant to be empty, name all of them in dataset.classNames.',
    );
  }
  return Array.from({ length: largest + 1 }, (_, index) => String(index));
}
