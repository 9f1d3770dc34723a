import type { FilePosition } from '../../common/errors';
import { fileError, textError } from '../errors';
import { isMissing, parseNumber } from './numbers';

export interface TextCell {
  readonly text: string;
  readonly position: FilePosition;
}

/** A column, by name or by index; a negative index counts from the end. */
export type ColumnReference = string | number;

export interface ColumnSettings {
  readonly label: ColumnReference;
  readonly ignore: readonly ColumnReference[];
}

export type ColumnRole = 'feature' | 'label' | 'ignored';

/** What the columns of a file are. */
export interface Layout {
  readonly roles: readonly ColumnRole[];
  /** The names in the header; undefined when the first row is data. */
  readonly names: readonly string[] | undefined;
}

/**
 * Finds out whether the first row is a header, and what each column is. It is a header when a column is asked for by
 * name; when at least half of its features are words; when no two cells are the same and its label is a word and that of
 * the second row a number, or the other way round; or when it counts 0, 1, 2, … over five columns or more.
 *
 * @throws UserError when a column that is asked for is not there
 */
export function findLayout(
  file: string,
  first: readonly TextCell[],
  second: readonly TextCell[] | undefined,
  settings: ColumnSettings,
): Layout {
  const width = first.length;
  if (width < 2) {
    throw textError(
      first[0]?.position ?? { file },
      'there is only one column',
      'Separate the columns by commas, semicolons or tabs; one is the label, the others are features.',
    );
  }
  const texts = first.map(({ text }) => text);
  const roles = assignRoles(file, texts, settings);
  const isHeader =
    [settings.label, ...settings.ignore].some((column) => typeof column === 'string') ||
    looksLikeHeader(first, second, roles);
  if (!roles.includes('feature')) {
    throw fileError(file, 'no column is left as a feature', 'Take columns out of dataset.ignore.');
  }
  return { roles, names: isHeader ? texts : undefined };
}

/** `column 3 (petal length)`, counting from 1. */
export function describeColumn(layout: Layout, index: number): string {
  const name = layout.names?.[index];
  return name === undefined || name === '' ? `column ${index + 1}` : `column ${index + 1} (${name})`;
}

function assignRoles(
  file: string,
  names: readonly string[],
  settings: ColumnSettings,
): readonly ColumnRole[] {
  const roles = new Array<ColumnRole>(names.length).fill('feature');
  for (const column of settings.ignore) {
    roles[findColumn(file, names, column, 'ignore')] = 'ignored';
  }
  const label = findColumn(file, names, settings.label, 'label');
  if (roles[label] === 'ignored') {
    throw fileError(
      file,
      `column ${label + 1} is both dataset.label and in dataset.ignore`,
      'Take it out of dataset.ignore.',
    );
  }
  roles[label] = 'label';
  return roles;
}

function findColumn(
  file: string,
  names: readonly string[],
  column: ColumnReference,
  field: 'label' | 'ignore',
): number {
  if (typeof column === 'number') {
    const width = names.length;
    const index = column < 0 ? width + column : column;
    if (index < 0 || index >= width) {
      throw fileError(
        file,
        `dataset.${field} is column ${column}, but there are ${width} columns`,
        `Indices go from 0 to ${width - 1}, or from -1 (the last) to -${width}.`,
      );
    }
    return index;
  }
  const index = names.indexOf(column);
  if (index < 0) {
    throw textError(
      { file, line: 1 },
      `no column is called "${column}" (dataset.${field})`,
      `The first row has: ${listNames(names)}. Without a header, give the index of the column.`,
    );
  }
  if (names.includes(column, index + 1)) {
    throw textError(
      { file, line: 1 },
      `more than one column is called "${column}" (dataset.${field})`,
      'Give the index of the column instead of its name.',
    );
  }
  return index;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `"${name}"`);
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}

function looksLikeHeader(
  first: readonly TextCell[],
  second: readonly TextCell[] | undefined,
  roles: readonly ColumnRole[],
): boolean {
  const isWord = ({ text }: TextCell) => !isMissing(text) && Number.isNaN(parseNumber(text));
  const filled = first.filter(({ text }, column) => roles[column] === 'feature' && !isMissing(text));
  const words = filled.filter(isWord).length;
  if (words > 0 && words * 2 >= filled.length) {
    return true;
  }
  const label = roles.indexOf('label');
  const firstLabel = first[label];
  const secondLabel = second?.[label];
  const areUnique = new Set(first.map(({ text }) => text)).size === first.length;
  if (areUnique && firstLabel !== undefined && secondLabel !== undefined) {
    if (isWord(firstLabel) !== isWord(secondLabel)) {
      return true;
    }
  }
  return first.length >= 5 && first.every(({ text }, column) => text === String(column));
}
