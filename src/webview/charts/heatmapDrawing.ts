import { h } from '../base/dom';
import { shownName } from '../base/names';
import { css, themeColour, themeRgb } from '../base/theme';
import { cellPixels } from '../pure/cellPixels';
import { type ColourRange, colourScale, type ScaleColours, textOn } from '../pure/colourScales';
import { cellsIn, type HeatmapLayout, type Section, type Span } from '../pure/heatmapLayout';

const LONGEST_ROW_NAME = 20;
const LONGEST_COLUMN_NAME = 12;
const BESIDE_CELLS = 6;
/** Of a name that is higher than its row. */
const HALF_LINE = 6;

export interface HeatmapContent {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** rows × columns, row by row; NaN where there is nothing. */
  readonly values: Float32Array | Float64Array;
  readonly range: ColourRange;
  readonly rowTitle: string;
  readonly columnTitle: string;
}

/** All that a drawing of a map takes from. */
export interface Drawing {
  readonly content: HeatmapContent;
  readonly layout: HeatmapLayout;
  /** What is written in a cell. */
  readonly cellText: (value: number) => string;
  /** One pixel a cell, for cells that are all colour. */
  readonly pixels: HTMLCanvasElement | undefined;
}

/** The widths of the longest names, measured again only when names or font are others. */
export class NameWidths {
  private readonly context = h('canvas').getContext('2d');
  private measured: (Widths & { readonly key: string }) | undefined;

  /** In CSS pixels, as the names are drawn. */
  of({ rows, columns }: Pick<HeatmapContent, 'rows' | 'columns'>): Widths {
    const font = fontOfNames();
    const key = JSON.stringify([font, rows, columns]);
    if (this.measured?.key !== key) {
      const longest = (names: readonly string[], letters: number): number =>
        Math.max(0, ...names.map((name) => this.widthOf(shownName(name, letters), font)));
      this.measured = {
        key,
        rowNames: longest(rows, LONGEST_ROW_NAME),
        columnNames: longest(columns, LONGEST_COLUMN_NAME),
      };
    }
    return this.measured;
  }

  private widthOf(text: string, font: string): number {
    if (!this.context) return 0;
    this.context.font = font;
    return this.context.measureText(text).width;
  }
}

interface Widths {
  readonly rowNames: number;
  readonly columnNames: number;
}

function fontOfNames(): string {
  return `11px ${themeColour('--font')}`;
}

/** The cells as a canvas with one pixel each, in the theme's colours. */
export function pixelsOf({ rows, columns, values, range }: HeatmapContent): HTMLCanvasElement {
  const [width, height] = [columns.length, rows.length];
  const canvas = h('canvas', { width, height });
  const pixels = cellPixels({ values, rows: height, columns: width }, range, {
    ...scaleColours(),
    missing: [themeRgb('--ground'), themeRgb('--missing')],
  });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}

/** Draws a section of a map. Names stay beside the cells that are seen. */
export function drawHeatmap(context: CanvasRenderingContext2D, drawing: Drawing, section: Section): void {
  const { layout } = drawing;
  const seen = cellsIn(layout, section);
  context.clearRect(0, 0, section.width, section.height);
  context.font = fontOfNames();
  context.textBaseline = 'middle';
  const right = section.width - layout.gutter;
  const bottom = section.height - layout.top;
  within(context, { x: layout.gutter, y: 0, width: right, height: layout.top }, () => {
    context.translate(layout.gutter - section.left, 0);
    drawColumnNames(context, drawing, seen.columns);
  });
  const aboveRows = { x: 0, y: layout.top - HALF_LINE, width: layout.gutter, height: bottom + HALF_LINE };
  within(context, aboveRows, () => {
    context.translate(0, layout.top - section.top);
    drawRowNames(context, drawing, seen.rows);
  });
  within(context, { x: layout.gutter, y: layout.top, width: right, height: bottom }, () => {
    context.translate(layout.gutter - section.left, layout.top - section.top);
    if (drawing.pixels) drawPixels(context, drawing.pixels, layout, seen);
    else drawCells(context, drawing, seen);
  });
}

function within(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  draw: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  draw();
  context.restore();
}

function drawRowNames(
  context: CanvasRenderingContext2D,
  { content, layout }: Drawing,
  { from, to }: Span,
): void {
  context.fillStyle = themeColour('--text');
  context.textAlign = 'right';
  for (const row of every(layout.rowNameEvery, from, to)) {
    const name = shownName(content.rows[row] ?? '', LONGEST_ROW_NAME);
    context.fillText(name, layout.gutter - BESIDE_CELLS, (row + 0.5) * layout.cell, layout.gutter - 8);
  }
}

function drawColumnNames(
  context: CanvasRenderingContext2D,
  { content, layout }: Drawing,
  { from, to }: Span,
): void {
  const isSlanted = layout.columnNames === 'slanted';
  context.fillStyle = themeColour('--text');
  context.textAlign = isSlanted ? 'left' : 'center';
  for (const column of every(layout.columnNameEvery, from, to)) {
    context.save();
    context.translate((column + 0.5) * layout.cell, layout.top - 8);
    if (isSlanted) context.rotate(-Math.PI / 4);
    context.fillText(shownName(content.columns[column] ?? '', LONGEST_COLUMN_NAME), 0, 0);
    context.restore();
  }
}

function* every(step: number, from: number, to: number): Generator<number> {
  for (let index = step * Math.ceil(from / step); index < to; index += step) yield index;
}

function drawPixels(
  context: CanvasRenderingContext2D,
  pixels: HTMLCanvasElement,
  { cell }: HeatmapLayout,
  { rows, columns }: { readonly rows: Span; readonly columns: Span },
): void {
  const [width, height] = [columns.to - columns.from, rows.to - rows.from];
  if (width <= 0 || height <= 0) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(
    pixels,
    columns.from,
    rows.from,
    width,
    height,
    columns.from * cell,
    rows.from * cell,
    width * cell,
    height * cell,
  );
}

function drawCells(
  context: CanvasRenderingContext2D,
  { content, layout, cellText }: Drawing,
  { rows, columns }: { readonly rows: Span; readonly columns: Span },
): void {
  const colourOf = colourScale(content.range, scaleColours());
  const side = layout.cell - layout.gap;
  context.strokeStyle = css(themeRgb('--missing'));
  context.textAlign = 'center';
  for (let row = rows.from; row < rows.to; row++) {
    for (let column = columns.from; column < columns.to; column++) {
      const value = content.values[row * content.columns.length + column] ?? NaN;
      const [x, y] = [column * layout.cell, row * layout.cell];
      if (Number.isNaN(value)) {
        context.strokeRect(x + 1.5, y + 1.5, side - 3, side - 3);
        continue;
      }
      const colour = colourOf(value);
      context.fillStyle = css(colour);
      context.fillRect(x, y, side, side);
      if (layout.cellContent !== 'text' || value === 0) continue;
      context.fillStyle = css(textOn(colour));
      context.fillText(cellText(value), x + side / 2, y + side / 2 + 1, side - 3);
    }
  }
}

function scaleColours(): ScaleColours {
  return { nothing: themeRgb('--surface'), low: themeRgb('--heat-low'), high: themeRgb('--heat-high') };
}
