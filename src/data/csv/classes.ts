import { settingError, textError } from '../errors';
import type { TextCell } from './layout';
import { parseNumber } from './numbers';

/** The label column of a file. */
export interface LabelColumn {
  /** For each row, which of `cells` it has. */
  readonly codes: Int32Array;
  /** Every different label, where it first occurs. */
  readonly cells: readonly TextCell[];
}

/**
 * How labels become class indices: `byName` and `byNumber` look a label up; without class names in the settings, classes
 * are the labels of the training file in ascending order, as numbers when all of them are, else as text.
 */
interface ClassTable {
  readonly names: readonly string[];
  readonly find: (text: string) => number | undefined;
  /** What a label is that is not found. */
  readonly strange: string;
}

/**
 * Class indices and names for the labels of a training file and, if there is one, a test file.
 *
 * @param classNames from the settings: the labels are then these names, or indices into them
 * @throws UserError for a label that stands for no class, and for numbers that are no classes
 */
export function classify(
  train: LabelColumn,
  test: LabelColumn | undefined,
  classNames: readonly string[] | undefined,
): { readonly train: Int32Array; readonly test: Int32Array | undefined; readonly names: readonly string[] } {
  const classes = classNames === undefined ? classesOf(train) : namedClasses(train, classNames);
  return {
    train: indexLabels(train, classes),
    test: test && indexLabels(test, classes),
    names: classes.names,
  };
}

function indexLabels({ codes, cells }: LabelColumn, classes: ClassTable): Int32Array {
  const indices = Int32Array.from(cells, ({ text, position }) => {
    const index = classes.find(text);
    if (index === undefined) {
      throw textError(
        position,
        `the label ${JSON.stringify(text)} ${classes.strange}`,
        `Correct it, or check dataset.label and dataset.classNames. The classes are ${listClasses(classes.names)}.`,
      );
    }
    return index;
  });
  return codes.map((code) => indices[code] as number);
}

function classesOf({ cells }: LabelColumn): ClassTable {
  const strange = 'does not occur in the training data';
  const numbers = cells.map(({ text }) => parseNumber(text));
  if (numbers.some(Number.isNaN)) {
    const names = cells.map(({ text }) => text).sort();
    const indices = new Map(names.map((name, index) => [name, index]));
    return { names, find: (text) => indices.get(text), strange };
  }
  cells.forEach(({ text, position }, index) => {
    if (!Number.isSafeInteger(numbers[index])) {
      throw textError(
        position,
        `the label ${text} is not a whole number`,
        'Labels are names or whole numbers; quantities cannot be learned as classes. Check dataset.label.',
      );
    }
  });
  const ascending = [...new Set(numbers)].sort((one, other) => one - other);
  const indices = new Map(ascending.map((value, index) => [value, index]));
  return { names: ascending.map(String), find: (text) => indices.get(parseNumber(text)), strange };
}

function namedClasses({ cells }: LabelColumn, names: readonly string[]): ClassTable {
  const indices = new Map(names.map((name, index) => [name, index]));
  const areNumbers = cells.every(({ text }) => !Number.isNaN(parseNumber(text)));
  if (areNumbers && !cells.every(({ text }) => indices.has(text))) {
    const find = (text: string) => {
      const value = parseNumber(text);
      return Number.isInteger(value) && value >= 0 && value < names.length ? value : undefined;
    };
    return {
      names,
      find,
      strange: `is not an integer from 0 to ${names.length - 1}, nor one of dataset.classNames`,
    };
  }
  return { names, find: (text) => indices.get(text), strange: 'is not one of dataset.classNames' };
}

/** @throws UserError when a name occurs twice */
export function checkClassNames(names: readonly string[] | undefined): void {
  const twice = names?.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw settingError('classNames', `"${twice}" occurs twice`, 'Give every class a name of its own.');
  }
}

function listClasses(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => JSON.stringify(name));
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}
