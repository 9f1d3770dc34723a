import { percent } from '../../common/format';
import { displayWidth, visibleText } from '../../common/text';
import type { Terminal } from './terminal';
import { bar } from './text/bar';
import { renderTable, type Column } from './text/table';

export interface SoftTargetTable {
  readonly classes: readonly string[];
  readonly logits: readonly number[];
  readonly softened: readonly {
    readonly temperature: number;
    readonly probabilities: readonly number[];
    /** In nats. */
    readonly entropy: number;
  }[];
}

const WIDEST_BAR = 20;
const NARROWEST_BAR = 4;
const LONGEST_NAME = 24;
const GAP = 2;
/** Columns of a probability with four decimals, and the space after it. */
const NUMBER = 8;
/** Columns of an entropy with its unit. */
const ENTROPY = 11;

interface Row {
  readonly name: string;
  readonly logit: string;
  readonly cells: readonly string[];
}

function probabilityCell(probability: number, barColumns: number): string {
  const number =
    probability !== 0 && probability < 0.00005 ? probability.toExponential(1) : probability.toFixed(4);
  if (barColumns === 0) return number.padEnd(NUMBER);
  const { filled, rest } = bar(probability, barColumns);
  return `${number.padEnd(NUMBER)}${filled}${rest}`;
}

function block(
  table: SoftTargetTable,
  softened: SoftTargetTable['softened'],
  barColumns: number,
  terminal: Terminal,
): string[] {
  const uniform = Math.log(table.classes.length);
  const rows: Row[] = table.classes.map((name, index) => ({
    name: visibleText(name),
    logit: String(table.logits[index]),
    cells: softened.map(({ probabilities }) => probabilityCell(probabilities[index] ?? 0, barColumns)),
  }));
  rows.push({ name: 'entropy', logit: '', cells: softened.map((each) => `${each.entropy.toFixed(4)} nats`) });
  if (uniform > 0) {
    rows.push({
      name: 'of uniform',
      logit: '',
      cells: softened.map((each) => percent(each.entropy / uniform, 1)),
    });
  }
  const columns: Column<Row>[] = [
    { title: 'class', cell: (row) => row.name, shortest: LONGEST_NAME },
    { title: 'logit', alignment: 'right', cell: (row) => row.logit },
    ...softened.map(({ temperature }, index): Column<Row> => ({
      title: `T = ${temperature}`,
      cell: (row) => row.cells[index] ?? '',
      mark: (row, style) => (row.logit === '' ? style.dim : style.accent),
    })),
  ];
  return renderTable(columns, rows, terminal.columns, terminal.style);
}

/** Soft targets, a row a class and a column a temperature; bars on a terminal, and several blocks when it is narrow. */
export function softTargetLines(table: SoftTargetTable, terminal: Terminal): string[] {
  const names = Math.min(
    LONGEST_NAME,
    Math.max(10, ...table.classes.map((name) => displayWidth(visibleText(name)))),
  );
  const logits = Math.max(5, ...table.logits.map((logit) => String(logit).length));
  const room = terminal.columns - names - GAP - logits;
  const narrowest = GAP + (terminal.interactive ? NUMBER + NARROWEST_BAR : ENTROPY);
  const together = Math.max(1, Math.min(table.softened.length, Math.floor(room / narrowest)));
  const barRoom = Math.floor(room / together) - GAP - NUMBER;
  const barColumns = terminal.interactive && barRoom >= NARROWEST_BAR ? Math.min(WIDEST_BAR, barRoom) : 0;
  const lines: string[] = [];
  for (let first = 0; first < table.softened.length; first += together) {
    if (first > 0) lines.push('');
    lines.push(...block(table, table.softened.slice(first, first + together), barColumns, terminal));
  }
  return lines;
}
