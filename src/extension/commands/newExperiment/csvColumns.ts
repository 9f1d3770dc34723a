const DELIMITERS = [',', ';', '\t'] as const;

/** A column that may hold the label. */
export interface CsvColumn {
  /** As the experiment file names it. */
  readonly label: string | number;
  /** A value from the first row of data. */
  readonly example: string;
}

/** The columns of a CSV file, from its first lines; by name where there is a header, else by index. */
export function csvColumns(beginning: string): CsvColumn[] {
  const [first = '', second = ''] = beginning.replace(/^\ufeff/, '').split(/\r?\n/);
  const delimiter = DELIMITERS.reduce((best, candidate) =>
    cells(first, candidate).length > cells(first, best).length ? candidate : best,
  );
  const top = cells(first, delimiter);
  const below = cells(second, delimiter);
  const isHeader = top.some((name, index) => !isNumber(name) && isNumber(below[index] ?? ''));
  return isHeader
    ? top.map((name, index) => ({ label: name === '' ? index : name, example: below[index] ?? '' }))
    : top.map((cell, index) => ({ label: index, example: cell }));
}

function isNumber(cell: string): boolean {
  return cell.trim() !== '' && Number.isFinite(Number(cell));
}

function cells(line: string, delimiter: string): string[] {
  const result: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      result.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...result, cell.trim()];
}
