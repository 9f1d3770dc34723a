import { displayWidth, truncate, visibleText, wrap } from '../../common/text';
import type { Report, VerdictKind } from '../../protocol/report';
import { contentOf, titleOf, type Block } from './content';

export interface TerminalOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: 'ansi' | 'plain';
}

type Paint = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

const CODES: Readonly<Record<Paint, string>> = {
  bold: '1',
  dim: '2',
  green: '1;32',
  red: '1;31',
  yellow: '33',
};

const VERDICT_PAINT: Readonly<Record<VerdictKind, Paint>> = {
  helped: 'green',
  hurt: 'red',
  'no-clear-difference': 'yellow',
  'not-compared': 'bold',
};

const GAP = 2;
const FEWEST_COLUMNS = 20;

/**
 * A report for a terminal, with aligned columns and lines no wider than it (a table that does not fit is written row by
 * row). Control characters in names are written out, so that no name can act on the terminal.
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page({ ...options, width: Math.max(FEWEST_COLUMNS, options.width) });
  page.wrapped(titleOf(report), 'bold');
  for (const block of contentOf(report)) page.add(block);
  return page.text();
}

class Page {
  private readonly lines: string[] = [];

  constructor(private readonly options: TerminalOptions) {}

  text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  wrapped(text: string, paint?: Paint, indent = ''): void {
    for (const line of wrap(visibleText(text), this.options.width - indent.length)) {
      for (const piece of this.pieces(line, this.options.width - indent.length)) {
        this.lines.push(indent + this.painted(piece, paint));
      }
    }
  }

  add(block: Block): void {
    switch (block.kind) {
      case 'verdict':
        this.lines.push('');
        this.wrapped(block.text, VERDICT_PAINT[block.verdict]);
        return;
      case 'heading':
        this.lines.push('');
        this.wrapped(block.text, 'bold');
        return;
      case 'text':
        this.wrapped(block.text);
        return;
      case 'warning':
        this.wrapped(`! ${block.text}`, 'yellow');
        if (block.mend !== undefined) this.wrapped(block.mend, undefined, '  ');
        return;
      case 'settings':
        this.settings(block.entries);
        return;
      case 'table':
        this.table(block.header, block.rows);
        return;
    }
  }

  private settings(entries: readonly (readonly [name: string, value: string])[]): void {
    for (const [name, value] of entries) this.wrapped(`${name}: ${value}`);
  }

  private table(header: readonly string[], rows: readonly (readonly string[])[]): void {
    const lines = [header, ...rows].map((row) => row.map(visibleText));
    const widths = header.map((_, column) =>
      Math.max(...lines.map((line) => displayWidth(line[column] ?? ''))),
    );
    const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
    if (total > this.options.width) {
      this.rowByRow(lines);
      return;
    }
    for (const [index, line] of lines.entries()) {
      const cells = widths.map((width, column) => {
        const cell = line[column] ?? '';
        const space = ' '.repeat(width - displayWidth(cell));
        return column === 0 ? cell + space : space + cell;
      });
      this.lines.push(this.painted(cells.join(' '.repeat(GAP)).trimEnd(), index === 0 ? 'dim' : undefined));
    }
  }

  /** Each row as a paragraph: its name, then its cells with the names of their columns. */
  private rowByRow(lines: readonly (readonly string[])[]): void {
    const [header = [], ...rows] = lines;
    for (const [name = '', ...cells] of rows) {
      this.wrapped(`${header[0] ?? ''} ${name.trim()}`.trim());
      const named = cells.map((cell, column) => `${header[column + 1] ?? ''} ${cell}`);
      this.wrapped(named.join('; '), undefined, '  ');
    }
  }

  /** A word that is wider than the page is cut. */
  private pieces(line: string, width: number): string[] {
    const pieces: string[] = [];
    let rest = line;
    while (displayWidth(rest) > width) {
      const head = truncate(rest, width).slice(0, -1);
      if (head === '') break;
      pieces.push(head);
      rest = rest.slice(head.length);
    }
    return [...pieces, rest];
  }

  private painted(text: string, paint: Paint | undefined): string {
    if (paint === undefined || this.options.color === 'plain' || text === '') return text;
    return `\u001b[${CODES[paint]}m${text}\u001b[0m`;
  }
}
