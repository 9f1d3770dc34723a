/** Lengths are CSS pixels. */

const LARGEST_CELL = 44;
const SMALLEST_CELL = 3;
/** Smaller cells have no gaps, and are no larger for them. */
const GAP_FROM = 9;
const TEXT_FROM = 27;
const LARGEST_HEIGHT = 720;
const LARGEST_GUTTER = 140;
/** Of the width, so that cells have most of it. */
const GUTTER_SHARE = 0.3;
/** From one name to the next: slanted ones are nearer to each other than along the columns. */
const ROW_NAME_DISTANCE = 12;
const COLUMN_NAME_DISTANCE = { level: 1, slanted: 17 } as const;

export interface LayoutRequest {
  readonly rows: number;
  readonly columns: number;
  /** What there is. */
  readonly width: number;
  /** Of the longest name. */
  readonly rowNames: number;
  readonly columnNames: number;
}

/** Where the names and cells of a matrix lie: row names in a gutter at the left, column names above. */
export interface HeatmapLayout {
  readonly rows: number;
  readonly columns: number;
  /** Both sides of a cell, with its gap. */
  readonly cell: number;
  readonly gap: 0 | 1;
  readonly cellContent: 'text' | 'colour';
  readonly gutter: number;
  readonly top: number;
  readonly columnNames: 'level' | 'slanted';
  /** Of so many names one is shown. */
  readonly rowNameEvery: number;
  readonly columnNameEvery: number;
  /** Of all; may be more than there is: then it is scrolled. */
  readonly width: number;
  readonly height: number;
  /** The most of the height that is shown at once. */
  readonly largestHeight: number;
}

export type Cell = readonly [row: number, column: number];

/** Cells as large as fit into the width and a good height, within limits. */
export function heatmapLayout(request: LayoutRequest): HeatmapLayout {
  const level = layoutWith('level', request);
  return request.columnNames > level.cell - 4 ? layoutWith('slanted', request) : level;
}

function layoutWith(
  columnNames: HeatmapLayout['columnNames'],
  { rows, columns, width, rowNames, columnNames: longest }: LayoutRequest,
): HeatmapLayout {
  const gutter = Math.ceil(12 + Math.min(LARGEST_GUTTER, GUTTER_SHARE * width, Math.max(rowNames, 20)));
  const top = columnNames === 'slanted' ? Math.ceil(Math.min(80, longest * 0.75 + 14)) : 20;
  const overhang = columnNames === 'slanted' ? Math.ceil(Math.min(70, longest * 0.71)) : 2;
  const fitting = Math.min(
    Math.floor((width - gutter - overhang) / columns),
    Math.floor((LARGEST_HEIGHT - top - 2) / rows),
  );
  const cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fitting));
  return {
    rows,
    columns,
    cell,
    gap: cell < GAP_FROM ? 0 : 1,
    cellContent: cell < TEXT_FROM ? 'colour' : 'text',
    gutter,
    top,
    columnNames,
    rowNameEvery: Math.ceil(ROW_NAME_DISTANCE / cell),
    columnNameEvery: Math.ceil(COLUMN_NAME_DISTANCE[columnNames] / cell),
    width: gutter + cell * columns + overhang,
    height: top + cell * rows + 2,
    largestHeight: LARGEST_HEIGHT,
  };
}

/** What of a map is seen, as far as it is scrolled. */
export interface Section {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Span {
  readonly from: number;
  /** Not among them. */
  readonly to: number;
}

/** The rows and columns of which something is seen. Names stay where they are: cells are seen right of and below them. */
export function cellsIn(
  { rows, columns, cell, gutter, top }: HeatmapLayout,
  section: Section,
): { readonly rows: Span; readonly columns: Span } {
  const span = (scrolled: number, length: number, count: number): Span => ({
    from: Math.max(0, Math.floor(scrolled / cell)),
    to: Math.min(count, Math.ceil((scrolled + length) / cell)),
  });
  return {
    rows: span(section.top, section.height - top, rows),
    columns: span(section.left, section.width - gutter, columns),
  };
}

/** The cell that is seen at a point of a section; undefined beside the cells. */
export function cellAt(
  { rows, columns, cell, gutter, top }: HeatmapLayout,
  section: Section,
  { x, y }: { readonly x: number; readonly y: number },
): Cell | undefined {
  if (x < gutter || y < top) return undefined;
  const row = Math.floor((y - top + section.top) / cell);
  const column = Math.floor((x - gutter + section.left) / cell);
  return row < rows && column < columns ? [row, column] : undefined;
}

/** Where a cell is seen in a section; undefined unless all of it is. */
export function placeIn(
  { cell, gap, gutter, top }: HeatmapLayout,
  section: Section,
  [row, column]: Cell,
): { readonly x: number; readonly y: number; readonly side: number } | undefined {
  const x = gutter + column * cell - section.left;
  const y = top + row * cell - section.top;
  const isSeen = x >= gutter && y >= top && x + cell <= section.width && y + cell <= section.height;
  return isSeen ? { x, y, side: cell - gap } : undefined;
}

/** Where a key moves the cursor; undefined for a key that doesn't. */
export function movedBy(
  key: string,
  [row, column]: Cell,
  { rows, columns }: Pick<HeatmapLayout, 'rows' | 'columns'>,
): Cell | undefined {
  switch (key) {
    case 'ArrowUp':
      return [Math.max(0, row - 1), column];
    case 'ArrowDown':
      return [Math.min(rows - 1, row + 1), column];
    case 'ArrowLeft':
      return [row, Math.max(0, column - 1)];
    case 'ArrowRight':
      return [row, Math.min(columns - 1, column + 1)];
    case 'Home':
      return [row, 0];
    case 'End':
      return [row, columns - 1];
    default:
      return undefined;
  }
}

/** How far to scroll so that a cell is seen, no further than needed. */
export function scrolledTo(
  { cell, gutter, top }: HeatmapLayout,
  section: Section,
  [row, column]: Cell,
): Pick<Section, 'left' | 'top'> {
  const nearest = (scrolled: number, length: number, start: number): number =>
    Math.max(start + cell - length, Math.min(scrolled, start));
  return {
    left: nearest(section.left, section.width - gutter, column * cell),
    top: nearest(section.top, section.height - top, row * cell),
  };
}
