import { saveLink } from '../base/controls';
import { h, setChildren, setText } from '../base/dom';
import { shownName } from '../base/names';
import { css, themeColour, themeRgb } from '../base/theme';
import { t } from '../base/text';
import { pictureOf } from './picture';
import { logPosition, mix, type Rgb, signedLogPosition, textOn } from '../pure/colourScales';

export interface HeatmapContent {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** rows × columns, row by row; NaN where there is nothing. */
  readonly values: Float64Array;
  readonly rowTitle: string;
  readonly columnTitle: string;
}

export interface HeatmapOptions {
  /** Diverging: around 0. Both logarithmic, so that small values show. */
  readonly scale: 'sequential' | 'diverging';
  readonly cellText: (value: number) => string;
  /** Shorter, for within a cell. */
  readonly shortText?: (value: number) => string;
  readonly onSelect?: (row: number, column: number) => void;
  /** Saves the map as it is. */
  readonly onSave: (png: Uint8Array) => void;
  /** What the saved picture is called. */
  readonly title: () => string;
}

const LARGEST_CELL = 44;
const SMALLEST_CELL = 4;
const TEXT_FROM = 30;
const TABLE_UP_TO = 40;
/** Values below this part of the largest are drawn as nothing. */
const SMALLEST_PART = { sequential: 2e-3, diverging: 1e-2 } as const;

/** A matrix as colours, with a cursor for mouse and keyboard and a table behind it. */
export class Heatmap {
  readonly element = h('div', { class: 'heatmap' });
  private readonly canvas = h('canvas', { tabindex: 0, role: 'img' });
  private readonly readout = h('p', { class: 'readout', 'aria-live': 'polite' }, ' ');
  private readonly table = h('div', { class: 'scroll' });
  private content: HeatmapContent | undefined;
  private cursor: readonly [row: number, column: number] | undefined;
  private cell = LARGEST_CELL;
  private gutter = 0;
  private top = 0;

  constructor(private readonly options: HeatmapOptions) {
    this.element.append(
      this.canvas,
      this.readout,
      h(
        'div',
        { class: 'chart-foot' },
        h(
          'details',
          {
            ontoggle: () => {
              this.fillTable();
            },
          },
          h('summary', {}, t('As a table')),
          this.table,
        ),
        saveLink(() => this.save()),
      ),
    );
    this.canvas.addEventListener('pointermove', (event) => {
      this.moveTo(this.cellAt(event));
    });
    this.canvas.addEventListener('click', (event) => {
      const at = this.cellAt(event);
      if (at) this.options.onSelect?.(...at);
    });
    this.canvas.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.element);
  }

  show(content: HeatmapContent): void {
    this.content = content;
    this.canvas.setAttribute(
      'aria-label',
      t('{0} by {1}; arrow keys move, Enter opens', content.rowTitle, content.columnTitle),
    );
    this.draw();
    this.fillTable();
  }

  draw(): void {
    const { content } = this;
    const width = this.element.clientWidth;
    const context = this.canvas.getContext('2d');
    if (!content || !context || width === 0) return;
    const font = `11px ${themeColour('--font')}`;
    context.font = font;
    this.gutter =
      12 +
      Math.min(
        140,
        Math.max(...content.rows.map((name) => context.measureText(shownName(name, 20)).width), 20),
      );
    const wanted = Math.floor((width - this.gutter - 2) / content.columns.length);
    this.cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, wanted));
    const longest = Math.max(
      ...content.columns.map((name) => context.measureText(shownName(name, 12)).width),
      0,
    );
    const slanted = longest > this.cell - 4;
    this.top = slanted ? Math.min(80, longest * 0.75 + 14) : 20;
    const size = {
      width: this.gutter + this.cell * content.columns.length + (slanted ? 40 : 2),
      height: this.top + this.cell * content.rows.length + 2,
    };
    const ratio = window.devicePixelRatio;
    this.canvas.width = Math.round(size.width * ratio);
    this.canvas.height = Math.round(size.height * ratio);
    this.canvas.style.setProperty('width', `${size.width}px`);
    this.canvas.style.setProperty('height', `${size.height}px`);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    context.font = font;
    this.drawNames(context, content, slanted);
    this.drawCells(context, content);
    this.drawCursor(context);
  }

  private async save(): Promise<void> {
    const png = await pictureOf(this.canvas, this.options.title());
    if (png) this.options.onSave(png);
  }

  private drawNames(context: CanvasRenderingContext2D, content: HeatmapContent, slanted: boolean): void {
    context.fillStyle = themeColour('--text');
    context.textBaseline = 'middle';
    const every = Math.max(1, Math.ceil(12 / this.cell));
    for (const [row, name] of content.rows.entries()) {
      if (row % every > 0) continue;
      context.textAlign = 'right';
      context.fillText(
        shownName(name, 20),
        this.gutter - 6,
        this.top + (row + 0.5) * this.cell,
        this.gutter - 8,
      );
    }
    for (const [column, name] of content.columns.entries()) {
      if (column % every > 0) continue;
      const x = this.gutter + (column + 0.5) * this.cell;
      context.save();
      context.translate(x, this.top - 8);
      context.textAlign = slanted ? 'left' : 'center';
      if (slanted) context.rotate(-Math.PI / 4);
      context.fillText(shownName(name, 12), 0, 0);
      context.restore();
    }
  }

  private drawCells(context: CanvasRenderingContext2D, { rows, columns, values }: HeatmapContent): void {
    const largest = values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
    const colourOf = this.colours(largest);
    const gap = this.cell > 8 ? 1 : 0;
    context.textAlign = 'center';
    for (let row = 0; row < rows.length; row++) {
      for (let column = 0; column < columns.length; column++) {
        const value = values[row * columns.length + column] ?? NaN;
        const x = this.gutter + column * this.cell;
        const y = this.top + row * this.cell;
        if (Number.isNaN(value)) {
          context.strokeStyle = themeColour('--grid');
          context.strokeRect(x + 1.5, y + 1.5, this.cell - 3, this.cell - 3);
          continue;
        }
        const colour = colourOf(value);
        context.fillStyle = css(colour);
        context.fillRect(x, y, this.cell - gap, this.cell - gap);
        if (this.cell >= TEXT_FROM && value !== 0) {
          context.fillStyle = css(textOn(colour));
          context.fillText(
            (this.options.shortText ?? this.options.cellText)(value),
            x + this.cell / 2,
            y + this.cell / 2 + 1,
            this.cell - 4,
          );
        }
      }
    }
  }

  private colours(largest: number): (value: number) => Rgb {
    const nothing = themeRgb('--surface');
    const low = themeRgb('--heat-low');
    const high = themeRgb('--heat-high');
    const smallest = largest * SMALLEST_PART[this.options.scale];
    if (this.options.scale === 'sequential') {
      return (value) => mix(nothing, high, logPosition(value, smallest, largest));
    }
    return (value) => {
      const position = signedLogPosition(value, smallest, largest);
      return mix(nothing, position < 0 ? low : high, Math.abs(position));
    };
  }

  private drawCursor(context: CanvasRenderingContext2D): void {
    if (!this.cursor) return;
    const [row, column] = this.cursor;
    context.strokeStyle = themeColour('--focus');
    context.lineWidth = 2;
    context.strokeRect(
      this.gutter + column * this.cell,
      this.top + row * this.cell,
      this.cell - 1,
      this.cell - 1,
    );
  }

  private cellAt({ offsetX, offsetY }: MouseEvent): readonly [number, number] | undefined {
    const column = Math.floor((offsetX - this.gutter) / this.cell);
    const row = Math.floor((offsetY - this.top) / this.cell);
    const { rows, columns } = this.content ?? { rows: [], columns: [] };
    return row >= 0 && column >= 0 && row < rows.length && column < columns.length
      ? [row, column]
      : undefined;
  }

  private moveTo(cell: readonly [number, number] | undefined): void {
    if (!cell || !this.content) return;
    if (this.cursor?.[0] === cell[0] && this.cursor[1] === cell[1]) return;
    this.cursor = cell;
    const [row, column] = cell;
    const { rows, columns, values, rowTitle, columnTitle } = this.content;
    const value = values[row * columns.length + column] ?? NaN;
    setText(
      this.readout,
      `${rowTitle} ${shownName(rows[row] ?? '')}, ${columnTitle} ${shownName(columns[column] ?? '')}: ${
        Number.isNaN(value) ? t('no examples') : this.options.cellText(value)
      }`,
    );
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    const [row, column] = this.cursor ?? [0, 0];
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, (this.content?.columns.length ?? 1) - 1],
    };
    if (event.key === 'Enter' && this.cursor) this.options.onSelect?.(...this.cursor);
    const [toRow, toColumn] = moves[event.key] ?? [];
    if (toRow === undefined || toColumn === undefined) return;
    event.preventDefault();
    const { rows, columns } = this.content ?? { rows: [], columns: [] };
    this.moveTo([
      Math.max(0, Math.min(rows.length - 1, toRow)),
      Math.max(0, Math.min(columns.length - 1, toColumn)),
    ]);
  }

  /** Built only when it is opened: a thousand classes are a million cells. */
  private fillTable(): void {
    const { content } = this;
    const isOpen = (this.table.parentElement as HTMLDetailsElement | null)?.open === true;
    if (!content || !isOpen) return;
    if (content.rows.length > TABLE_UP_TO) {
      setChildren(
        this.table,
        h(
          'p',
          {},
          t('{0} rows are too many for a table; the cursor above reads every cell.', content.rows.length),
        ),
      );
      return;
    }
    const { rows, columns, values } = content;
    setChildren(
      this.table,
      h(
        'table',
        { class: 'numbers-table' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, `${content.rowTitle} ╲ ${content.columnTitle}`),
            ...columns.map((name) => h('th', { scope: 'col' }, shownName(name, 20))),
          ),
        ),
        h(
          'tbody',
          {},
          ...rows.map((name, row) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, shownName(name, 20)),
              ...columns.map((_, column) => {
                const value = values[row * columns.length + column] ?? NaN;
                return h('td', { class: 'number' }, Number.isNaN(value) ? '–' : this.options.cellText(value));
              }),
            ),
          ),
        ),
      ),
    );
  }
}
