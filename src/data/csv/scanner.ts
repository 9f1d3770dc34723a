import type { FilePosition } from '../../common/errors';
import { textError } from '../errors';

/**
 * What a scanner finds. Cells are spans of bytes without surrounding blanks and quotes; `bytes` is only valid during
 * the call.
 */
export interface RowSink {
  cell(bytes: Uint8Array, start: number, end: number): void;
  endRow(): void;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const semicolon = 0x3b;

/** What may come before a quotation mark that opens a cell, or opens it again after a doubled one. */
const beforeQuote: ReadonlySet<number> = new Set([
  tab,
  lineFeed,
  carriageReturn,
  space,
  quote,
  comma,
  semicolon,
]);

/** The longest cell, and the longest first line, in bytes: beyond it, a quotation mark was never closed. */
const longestCell = 2 ** 20;
const longestFirstLine = 2 ** 24;

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

/**
 * Splits comma, semicolon or tab separated text (RFC 4180) into cells as it arrives, and knows the line and column of
 * each. The separator is the first of tab, semicolon and comma that occurs in the first line outside of quotes. Lines
 * end in LF, CR LF or CR; blank lines are skipped.
 */
export class DelimitedScanner {
  private rest: Uint8Array = new Uint8Array(0);
  private data: Uint8Array = this.rest;
  private delimiter: number | undefined;
  private line = 1;
  /** Where the line starts in `data`; its first `lineColumns` columns came before `data`. */
  private lineStart = 0;
  private lineColumns = 0;
  private cellsInRow = 0;
  private rowLine = 1;
  private cellLine = 1;
  private cellColumn = 0;
  private cellStart = 0;

  /**
   * @param file what errors name
   * @param sink told of every cell and row
   */
  constructor(
    private readonly file: string,
    private readonly sink: RowSink,
  ) {}

  /** @throws UserError for text that is not well-formed, and whatever the sink throws */
  push(piece: Uint8Array): void {
    this.data = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    this.scan('more follows');
  }

  /** Handles the last cell, which need not end in a line end. */
  finish(): void {
    this.data = this.rest;
    this.scan('complete');
  }

  /** Where the cell starts that the sink is being told of. The column counts UTF-16 units, as editors do. */
  cellPosition(): FilePosition {
    return {
      file: this.file,
      line: this.cellLine,
      column: this.cellColumn + this.columnsTo(this.cellStart) + 1,
    };
  }

  /** The line on which the current row starts. */
  rowPosition(): FilePosition {
    return { file: this.file, line: this.rowLine };
  }

  private scan(state: 'more follows' | 'complete'): void {
    let at = 0;
    if (this.delimiter === undefined) {
      const found = this.findDelimiter(state);
      if (found === undefined) {
        this.rest = this.data;
        return;
      }
      this.delimiter = found;
      at = byteOrderMark.every((byte, index) => this.data[index] === byte) ? byteOrderMark.length : 0;
      this.lineStart = at;
    }
    for (;;) {
      const next = this.scanCell(at, state);
      if (next === undefined) {
        break;
      }
      at = next;
    }
    this.lineColumns += this.columnsTo(at);
    this.lineStart = 0;
    this.rest = this.data.slice(at);
    if (this.rest.length > longestCell) {
      throw textError(
        { file: this.file, line: this.line, column: this.lineColumns + 1 },
        'this cell is longer than 1 MiB',
        'Close its quotation mark, or check that the file is text.',
      );
    }
  }

  /** Reports the cell at `at` and says where the next one starts; undefined when `data` ends before the cell does. */
  private scanCell(at: number, state: 'more follows' | 'complete'): number | undefined {
    const { data, delimiter } = this;
    const length = data.length;
    if (at >= length && (state === 'more follows' || this.cellsInRow === 0)) {
      return undefined;
    }
    let start = at;
    while (start < length && isBlank(data[start] as number, delimiter)) {
      start++;
    }
    if (data[start] === quote) {
      return this.scanQuoted(start, state);
    }
    let stop = start;
    for (; stop < length; stop++) {
      const byte = data[stop] as number;
      if (byte === delimiter || byte === lineFeed || byte === carriageReturn) {
        break;
      }
    }
    if (!this.isEndVisible(stop, state)) {
      return undefined;
    }
    let end = stop;
    while (end > start && isBlank(data[end - 1] as number, delimiter)) {
      end--;
    }
    const isBlankLine = this.cellsInRow === 0 && start === end && data[stop] !== delimiter;
    if (!isBlankLine) {
      this.report(data, start, end, start);
    }
    return this.endCell(stop);
  }

  private scanQuoted(open: number, state: 'more follows' | 'complete'): number | undefined {
    const { data, delimiter } = this;
    const length = data.length;
    let escapes = 0;
    let close = open + 1;
    for (; close < length; close++) {
      if (data[close] === quote) {
        if (data[close + 1] !== quote) {
          break;
        }
        escapes++;
        close++;
      }
    }
    let stop = close + 1;
    while (stop < length && isBlank(data[stop] as number, delimiter)) {
      stop++;
    }
    if (close >= length && state === 'complete') {
      throw this.errorAt(
        open,
        'this quotation mark is never closed',
        'Close it, or double it where it is meant literally.',
      );
    }
    if (close >= length || !this.isEndVisible(stop, state)) {
      return undefined;
    }
    const byte = data[stop];
    if (stop < length && byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
      this.countLines(open + 1, close);
      throw this.errorAt(
        stop,
        'text follows the closing quotation mark',
        'Double quotation marks that are meant literally.',
      );
    }
    if (escapes === 0) {
      this.report(data, open + 1, close, open);
    } else {
      const text = unescapeQuotes(data.subarray(open + 1, close), escapes);
      this.report(text, 0, text.length, open);
    }
    this.countLines(open + 1, close);
    return this.endCell(stop);
  }

  /** Whether what ends the cell is known: after a final CR, an LF may follow. */
  private isEndVisible(stop: number, state: 'more follows' | 'complete'): boolean {
    const last = this.data.length - 1;
    return state === 'complete' || stop < last || (stop === last && this.data[stop] !== carriageReturn);
  }

  private report(bytes: Uint8Array, start: number, end: number, cellStart: number): void {
    this.cellLine = this.line;
    this.cellColumn = this.lineColumns;
    this.cellStart = cellStart;
    if (this.cellsInRow === 0) {
      this.rowLine = this.line;
    }
    this.cellsInRow++;
    this.sink.cell(bytes, start, end);
  }

  /** Passes the delimiter or line end at `stop` and says where the next cell starts. */
  private endCell(stop: number): number {
    if (this.data[stop] === this.delimiter) {
      return stop + 1;
    }
    if (this.cellsInRow > 0) {
      this.cellsInRow = 0;
      this.sink.endRow();
    }
    const isPair = this.data[stop] === carriageReturn && this.data[stop + 1] === lineFeed;
    const next = Math.min(stop + (isPair ? 2 : 1), this.data.length);
    this.startLine(next);
    return next;
  }

  private startLine(at: number): void {
    this.line++;
    this.lineStart = at;
    this.lineColumns = 0;
  }

  /** Counts the line ends inside of a quoted cell. */
  private countLines(from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const byte = this.data[index];
      if (byte === lineFeed || (byte === carriageReturn && this.data[index + 1] !== lineFeed)) {
        this.startLine(index + 1);
      }
    }
  }

  /** UTF-16 units from the start of the line, as far as it is in `data`, to `end`. */
  private columnsTo(end: number): number {
    let columns = 0;
    for (let index = this.lineStart; index < end; index++) {
      const byte = this.data[index] as number;
      columns += byte >= 0xf0 ? 2 : byte < 0x80 || byte >= 0xc0 ? 1 : 0;
    }
    return columns;
  }

  private errorAt(index: number, message: string, mend: string): Error {
    const column = this.lineColumns + this.columnsTo(index) + 1;
    return textError({ file: this.file, line: this.line, column }, message, mend);
  }

  /** Undefined while the first line that is not blank is incomplete. */
  private findDelimiter(state: 'more follows' | 'complete'): number | undefined {
    const found = new Set<number>();
    let quoted = false;
    let hasText = false;
    let previous = lineFeed;
    for (const byte of this.data) {
      const isLineEnd = (byte === lineFeed || byte === carriageReturn) && !quoted;
      if (isLineEnd && hasText) {
        return preferredDelimiter(found);
      }
      hasText ||= !isLineEnd && byte !== space;
      if (byte === quote && (quoted || beforeQuote.has(previous))) {
        quoted = !quoted;
      } else if (!quoted) {
        found.add(byte);
      }
      previous = byte;
    }
    if (this.data.length > longestFirstLine) {
      throw textError(
        { file: this.file, line: 1 },
        'the first line is longer than 16 MiB',
        'Check that the file is comma, semicolon or tab separated text.',
      );
    }
    return state === 'complete' ? preferredDelimiter(found) : undefined;
  }
}

function preferredDelimiter(found: ReadonlySet<number>): number {
  return [tab, semicolon].find((delimiter) => found.has(delimiter)) ?? comma;
}

function isBlank(byte: number, delimiter: number | undefined): boolean {
  return byte === space || (byte === tab && delimiter !== tab);
}

function unescapeQuotes(bytes: Uint8Array, escapes: number): Uint8Array {
  const text = new Uint8Array(bytes.length - escapes);
  let to = 0;
  for (let from = 0; from < bytes.length; from++) {
    text[to++] = bytes[from] as number;
    if (bytes[from] === quote) {
      from++;
    }
  }
  return text;
}
