/** What is measured together, and shown as one table. */
export interface Figure {
  /** Its name in results.json. */
  readonly key: string;
  readonly title: string;
  measure(): Promise<Measurements>;
}

export interface Measurements {
  readonly columns: readonly string[];
  /** Cells as people read them, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
  /** The same numbers for programs; units are in their names. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A Markdown table, its columns padded so that it reads well on a terminal too. */
export function markdownTable({ columns, rows }: Pick<Measurements, 'columns' | 'rows'>): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}
