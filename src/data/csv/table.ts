import { textError } from '../errors';
import type { DataFiles } from '../files';
import type { InputTable } from '../source';
import type { LabelColumn } from './classes';
import {
  describeColumn,
  findLayout,
  type ColumnRole,
  type ColumnSettings,
  type Layout,
  type TextCell,
} from './layout';
import { isMissing, isUsable, parseNumber, parseNumberBytes } from './numbers';
import { DelimitedScanner, type RowSink } from './scanner';

/** What a CSV file holds. */
export interface CsvTable {
  readonly inputs: InputTable;
  readonly labels: LabelColumn;
  /** Names of the feature columns; undefined without a header. */
  readonly featureNames: readonly string[] | undefined;
}

const mostColumns = 1_000_000;
/** 2 GiB of float64. */
const mostValues = 2 ** 28;
const valuesPerBlock = 2 ** 17;

/** Reads a comma, semicolon or tab separated file, plain or gzip. */
export async function readCsv(path: string, settings: ColumnSettings, files: DataFiles): Promise<CsvTable> {
  let reading: { readonly scanner: DelimitedScanner; readonly builder: TableBuilder } | undefined;
  await files.stream(path, (piece, { file }) => {
    reading ??= startReading(file, piece, settings);
    reading.scanner.push(piece);
  });
  if (reading === undefined) {
    throw new Error('a file that is not empty has a first piece');
  }
  reading.scanner.finish();
  return reading.builder.finish();
}

function startReading(file: string, head: Uint8Array, settings: ColumnSettings) {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw textError({ file, line: 1 }, 'the text is UTF-16', 'Save it as UTF-8.');
  }
  const builder: TableBuilder = new TableBuilder(file, settings, {
    cell: () => scanner.cellPosition(),
    row: () => scanner.rowPosition(),
  });
  const scanner = new DelimitedScanner(file, builder);
  return { scanner, builder };
}

interface Positions {
  readonly cell: () => TextCell['position'];
  readonly row: () => TextCell['position'];
}

/** Collects the cells of a file into a table of numbers and a column of labels. */
class TableBuilder implements RowSink {
  /** The first rows, until the layout is known. */
  private readonly firstRows: TextCell[][] = [];
  private row: TextCell[] = [];
  private layout: Layout | undefined;
  private roles: readonly ColumnRole[] = [];
  private features = 0;
  private column = 0;
  private rows = 0;
  private readonly blocks: Float64Array[] = [];
  private block = new Float64Array(0);
  private filled = 0;
  private readonly codes: number[] = [];
  private readonly codeOf = new Map<string, number>();
  private readonly labelCells: TextCell[] = [];
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(
    private readonly file: string,
    private readonly settings: ColumnSettings,
    private readonly positions: Positions,
  ) {}

  cell(bytes: Uint8Array, start: number, end: number): void {
    if (this.layout === undefined) {
      this.holdCell(bytes, start, end);
      return;
    }
    const role = this.roles[this.column];
    if (role === 'feature') {
      const value = parseNumberBytes(bytes, start, end);
      if (!isUsable(value)) {
        throw this.unusableFeature(this.layout, {
          text: this.decode(bytes, start, end),
          position: this.positions.cell(),
        });
      }
      this.addFeature(value);
    } else if (role === 'label') {
      this.addLabel(this.decode(bytes, start, end), this.positions.cell);
    }
    this.column++;
  }

  endRow(): void {
    if (this.layout === undefined) {
      this.firstRows.push(this.row);
      this.row = [];
      if (this.firstRows.length === 2) {
        this.decideLayout();
      }
    } else {
      this.closeRow(this.positions.row());
    }
  }

  finish(): CsvTable {
    const layout = this.layout ?? this.decideLayout();
    if (this.rows === 0) {
      throw textError({ file: this.file }, 'there are no rows of data', 'Put one example on each line.');
    }
    return {
      inputs: {
        file: this.file,
        count: this.rows,
        shape: [this.features],
        blocks: this.blocks,
        rowsPerBlock: this.rowsPerBlock,
        fullScale: undefined,
      },
      labels: { codes: Int32Array.from(this.codes), cells: this.labelCells },
      featureNames: layout.names?.filter((_, column) => layout.roles[column] === 'feature'),
    };
  }

  private get rowsPerBlock(): number {
    return Math.max(1, Math.floor(valuesPerBlock / this.features));
  }

  private holdCell(bytes: Uint8Array, start: number, end: number): void {
    if (this.row.length === mostColumns) {
      throw textError(
        this.positions.row(),
        `there are more than ${mostColumns} columns`,
        'Check that the file has one example on each line.',
      );
    }
    this.row.push({ text: this.decode(bytes, start, end), position: this.positions.cell() });
  }

  /** Decides what the columns are and takes in the rows that were held back. */
  private decideLayout(): Layout {
    const [first, second] = this.firstRows;
    if (first === undefined) {
      throw textError({ file: this.file }, 'there are no rows', 'Put one example on each line.');
    }
    const layout = findLayout(this.file, first, second, this.settings);
    this.layout = layout;
    this.roles = layout.roles;
    this.features = layout.roles.filter((role) => role === 'feature').length;
    for (const cells of layout.names === undefined ? this.firstRows : this.firstRows.slice(1)) {
      for (const cell of cells) {
        this.addHeldCell(layout, cell);
      }
      this.closeRow({ file: this.file, line: cells[0]?.position.line ?? 1 });
    }
    return layout;
  }

  private addHeldCell(layout: Layout, cell: TextCell): void {
    const role = this.roles[this.column];
    if (role === 'feature') {
      const value = parseNumber(cell.text);
      if (!isUsable(value)) {
        throw this.unusableFeature(layout, cell);
      }
      this.addFeature(value);
    } else if (role === 'label') {
      this.addLabel(cell.text, () => cell.position);
    }
    this.column++;
  }

  private addFeature(value: number): void {
    if (this.filled === this.block.length) {
      if (this.rows * this.features > mostValues) {
        throw textError(
          this.positions.row(),
          `there are more than ${mostValues} numbers`,
          'Split the data set, or save it as .npy, which needs less memory.',
        );
      }
      this.block = new Float64Array(this.rowsPerBlock * this.features);
      this.blocks.push(this.block);
      this.filled = 0;
    }
    this.block[this.filled++] = value;
  }

  private addLabel(text: string, position: () => TextCell['position']): void {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      if (text === '' || /^nan$/i.test(text)) {
        throw textError(
          position(),
          text === '' ? 'the label is empty' : `the label is ${text}`,
          'Give every example a label, or remove the row.',
        );
      }
      code = this.codeOf.size;
      this.codeOf.set(text, code);
      this.labelCells.push({ text, position: position() });
    }
    this.codes.push(code);
  }

  private closeRow(position: TextCell['position']): void {
    if (this.column !== this.roles.length) {
      throw textError(
        position,
        `this row has ${this.column} columns, the first has ${this.roles.length}`,
        'Give every row the same columns; quote texts that contain the separator.',
      );
    }
    this.column = 0;
    this.rows++;
  }

  private unusableFeature(layout: Layout, { text, position }: TextCell): Error {
    const where = describeColumn(layout, this.column);
    if (isMissing(text)) {
      return textError(
        position,
        text === '' ? `${where} is empty` : `${where} has no number, but ${text}`,
        'Fill in a number, remove the row, or name the column in dataset.ignore.',
      );
    }
    const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
    return textError(
      position,
      Number.isFinite(parseNumber(text))
        ? `${shown} in ${where} is too large for a 32-bit float`
        : `${shown} in ${where} is not a number`,
      /^[+-]?\d+,\d+$/.test(text)
        ? 'Write decimals with a point.'
        : 'Features are numbers: correct it, name the column in dataset.ignore, or name the label column in dataset.label.',
    );
  }

  private decode(bytes: Uint8Array, start: number, end: number): string {
    try {
      return this.decoder.decode(bytes.subarray(start, end));
    } catch {
      throw textError(this.positions.cell(), 'the text is not UTF-8', 'Save the file as UTF-8.');
    }
  }
}
