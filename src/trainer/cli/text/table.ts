import type { Style } from './style';
import { displayWidth, truncate } from '../../../common/text';
import { pad, type Alignment } from './columns';

export interface Column<Row> {
  readonly title: string;
  readonly alignment?: Alignment;
  /** Plain text, no colour sequences. */
  readonly cell: (row: Row) => string;
  readonly mark?: (row: Row, style: Style) => (text: string) => string;
  /** May be shortened, down to this many columns, when the table is wider than the terminal. */
  readonly shortest?: number;
}

const GAP = '  ';

/** Lines of a table no wider than `width`, as far as its columns may be shortened (the last such column first). */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  style: Style,
): string[] {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...cells.map((line) => displayWidth(line[index] ?? ''))),
  );
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (columns.length - 1) - width;
  for (let index = columns.length - 1; index >= 0 && excess > 0; index--) {
    const shortest = columns[index]?.shortest;
    const current = widths[index] ?? 0;
    if (shortest === undefined || current <= shortest) continue;
    widths[index] = Math.max(shortest, current - excess);
    excess -= current - (widths[index] ?? 0);
  }
  const line = (texts: readonly string[], mark: (index: number) => (text: string) => string): string =>
    columns
      .map((column, index) => {
        const fitted = truncate(texts[index] ?? '', widths[index] ?? 0);
        const last = index === columns.length - 1 && column.alignment !== 'right';
        return mark(index)(last ? fitted : pad(fitted, widths[index] ?? 0, column.alignment));
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map((column) => column.title),
      () => style.bold,
    ),
    ...rows.map((row, index) =>
      line(cells[index] ?? [], (position) => columns[position]?.mark?.(row, style) ?? ((text) => text)),
    ),
  ];
}
