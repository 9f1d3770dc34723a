import { saveLink } from '../base/controls';
import { h, setShown, setText } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import {
  type Cell,
  cellAt,
  type HeatmapLayout,
  heatmapLayout,
  movedBy,
  placeIn,
  scrolledTo,
  type Section,
} from '../pure/heatmapLayout';
import { ColourLegend, drawLegend, LEGEND, type Legend } from './colourLegend';
import { type Drawing, drawHeatmap, type HeatmapContent, NameWidths, pixelsOf } from './heatmapDrawing';
import { HeatmapTable } from './heatmapTable';
import { pictureOf } from './picture';

export type { HeatmapContent } from './heatmapDrawing';

type ScrollPlace = Pick<Section, 'left' | 'top'>;

export interface HeatmapOptions {
  readonly cellText: (value: number) => string;
  /** Shorter, for within a cell. */
  readonly shortText?: (value: number) => string;
  readonly legendText: (value: number) => string;
  readonly onSelect?: (row: number, column: number) => void;
  /** A person scrolled. */
  readonly onScroll?: (place: ScrollPlace) => void;
  /** Saves the whole map. */
  readonly onSave: (png: Uint8Array) => void;
  /** What the saved picture is called. */
  readonly title: () => string;
}

/**
 * A matrix as colours, with a cursor for mouse and keyboard and a table behind it. A matrix that is larger than its place
 * scrolls; the canvas is as large as what is seen.
 */
export class Heatmap {
  private readonly canvas = h('canvas', { tabindex: 0, role: 'img' });
  private readonly mark = h('div', { class: 'heatmap-cursor', hidden: true });
  private readonly pane = h('div', { class: 'heatmap-pane' }, this.canvas, this.mark);
  private readonly extent = h('div', {}, this.pane);
  private readonly scroller = h('div', { class: 'heatmap-scroller' }, this.extent);
  private readonly legend = new ColourLegend();
  private readonly readout = h('p', { class: 'readout', 'aria-live': 'polite' }, ' ');
  private readonly table: HeatmapTable;
  readonly element: HTMLElement;
  private readonly nameWidths = new NameWidths();
  private content: HeatmapContent | undefined;
  private layout: HeatmapLayout | undefined;
  private hasGaps = false;
  /** Where another map has scrolled this one to. */
  private followed: ScrollPlace | undefined;
  private pixels: HTMLCanvasElement | undefined;
  private cursor: Cell | undefined;

  constructor(private readonly options: HeatmapOptions) {
    this.table = new HeatmapTable(options.cellText);
    this.element = h(
      'div',
      { class: 'heatmap' },
      this.legend.element,
      this.scroller,
      this.readout,
      h(
        'div',
        { class: 'chart-foot' },
        this.table.element,
        saveLink(() => this.save()),
      ),
    );
    this.canvas.addEventListener('pointermove', (event) => {
      this.moveTo(this.cellUnder(event));
    });
    this.canvas.addEventListener('click', (event) => {
      const cell = this.cellUnder(event);
      if (cell) options.onSelect?.(...cell);
    });
    this.canvas.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
    this.scroller.addEventListener('scroll', () => {
      this.onScroll();
    });
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.element);
  }

  show(content: HeatmapContent): void {
    const { rows, columns, values, rowTitle, columnTitle } = content;
    this.content = content;
    this.pixels = undefined;
    const [row, column] = this.cursor ?? [0, 0];
    if (row >= rows.length || column >= columns.length) this.cursor = undefined;
    this.canvas.setAttribute(
      'aria-label',
      t('{0} by {1}; arrow keys move, Enter opens', rowTitle, columnTitle),
    );
    this.hasGaps = values.includes(NaN);
    this.draw();
    this.table.show(content);
    this.readCursor();
  }

  /** Shows the same section as another map. */
  scrollTo(place: ScrollPlace): void {
    this.scroller.scrollTo(place);
    this.followed = this.place();
  }

  recolour(): void {
    this.pixels = undefined;
    this.draw();
  }

  private draw(): void {
    const { content } = this;
    const width = this.element.clientWidth;
    if (!content || width === 0) return;
    this.layout = heatmapLayout({
      rows: content.rows.length,
      columns: content.columns.length,
      width,
      ...this.nameWidths.of(content),
    });
    if (this.layout.gap === 0) this.pixels ??= pixelsOf(content);
    else this.pixels = undefined;
    this.legend.show(this.legendOf(content, this.layout));
    this.extent.style.setProperty('width', `${this.layout.width}px`);
    this.extent.style.setProperty('height', `${this.layout.height}px`);
    this.scroller.style.setProperty('max-height', `${this.layout.largestHeight}px`);
    this.paint();
  }

  /** What is seen of the map. */
  private paint(): void {
    const drawing = this.drawing();
    if (!drawing) return;
    const section = this.section(drawing.layout);
    this.canvas.style.setProperty('width', `${section.width}px`);
    this.canvas.style.setProperty('height', `${section.height}px`);
    const context = sized(this.canvas, section.width, section.height);
    if (context) drawHeatmap(context, drawing, section);
    this.placeMark();
  }

  private drawing(): Drawing | undefined {
    const { content, layout, pixels, options } = this;
    return content && layout && { content, layout, pixels, cellText: options.shortText ?? options.cellText };
  }

  private section(layout: HeatmapLayout): Section {
    const { clientWidth, clientHeight } = this.scroller;
    return {
      ...this.place(),
      width: Math.min(layout.width, clientWidth),
      height: Math.min(layout.height, clientHeight),
    };
  }

  private onScroll(): void {
    this.paint();
    const place = this.place();
    const isFollowing = place.left === this.followed?.left && place.top === this.followed.top;
    if (!isFollowing) this.options.onScroll?.(place);
  }

  private place(): ScrollPlace {
    return { left: this.scroller.scrollLeft, top: this.scroller.scrollTop };
  }

  private legendOf({ range }: HeatmapContent, { gap }: HeatmapLayout): Legend {
    const missing = gap === 0 ? 'chequered' : 'outlined';
    return { range, text: this.options.legendText, missing: this.hasGaps ? missing : 'none' };
  }

  private async save(): Promise<void> {
    const drawing = this.drawing();
    if (!drawing) return;
    const { layout, content } = drawing;
    const canvas = h('canvas');
    const width = Math.max(layout.width, layout.gutter + LEGEND.width);
    const context = sized(canvas, width, layout.height + LEGEND.height);
    if (!context) return;
    drawHeatmap(context, drawing, { left: 0, top: 0, width: layout.width, height: layout.height });
    drawLegend(context, this.legendOf(content, layout), layout.gutter, layout.height);
    const png = await pictureOf(canvas, this.options.title());
    if (png) this.options.onSave(png);
  }

  private cellUnder({ offsetX, offsetY }: MouseEvent): Cell | undefined {
    return this.layout && cellAt(this.layout, this.section(this.layout), { x: offsetX, y: offsetY });
  }

  private moveTo(cell: Cell | undefined): void {
    if (!cell || (this.cursor?.[0] === cell[0] && this.cursor[1] === cell[1])) return;
    this.cursor = cell;
    this.readCursor();
    this.placeMark();
  }

  private readCursor(): void {
    if (!this.content || !this.cursor) return;
    const [row, column] = this.cursor;
    const { rows, columns, values, rowTitle, columnTitle } = this.content;
    const value = values[row * columns.length + column] ?? NaN;
    setText(
      this.readout,
      `${rowTitle} ${shownName(rows[row] ?? '')}, ${columnTitle} ${shownName(columns[column] ?? '')}: ${
        Number.isNaN(value) ? t('no examples') : this.options.cellText(value)
      }`,
    );
  }

  private placeMark(): void {
    const place = this.layout && this.cursor && placeIn(this.layout, this.section(this.layout), this.cursor);
    setShown(this.mark, place ? 'shown' : 'hidden');
    if (!place) return;
    this.mark.style.setProperty('translate', `${place.x}px ${place.y}px`);
    this.mark.style.setProperty('width', `${place.side}px`);
    this.mark.style.setProperty('height', `${place.side}px`);
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.layout) return;
    if (event.key === 'Enter' && this.cursor) this.options.onSelect?.(...this.cursor);
    const cell = movedBy(event.key, this.cursor ?? [0, 0], this.layout);
    if (!cell) return;
    event.preventDefault();
    this.scroller.scrollTo(scrolledTo(this.layout, this.section(this.layout), cell));
    this.moveTo(cell);
  }
}

/** A canvas of a size in CSS pixels, sharp on the screen that it is on. */
function sized(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
