import { byNumbersWithin, type ComparedColumn, type ComparedRun } from './comparing';

/** A stretch of one axis, in the axis' own units, both ends included. */
export interface Brush {
  /** Of the column. */
  readonly key: string;
  readonly low: number;
  readonly high: number;
}

/** One axis of parallel coordinates. Its units are the column's numbers or, of texts, their places in order. */
export interface ParallelAxis {
  readonly column: ComparedColumn;
  readonly low: number;
  readonly high: number;
  readonly placeOf: (run: ComparedRun) => number | undefined;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const MOST_TICKS = 8;

/** An axis for every column in which at least two runs differ. */
export function parallelAxes(
  runs: readonly ComparedRun[],
  columns: readonly ComparedColumn[],
): ParallelAxis[] {
  return columns.flatMap((column) => {
    const values = runs.map((run) => column.valueOf(run)).filter((value) => value !== undefined);
    const distinct = [...new Set(values)];
    if (distinct.length < 2) return [];
    return [
      distinct.every((value) => typeof value === 'number')
        ? numberAxis(column, runs, distinct)
        : textAxis(column, distinct.map(String).sort(byNumbersWithin)),
    ];
  });
}

function numberAxis(
  column: ComparedColumn,
  runs: readonly ComparedRun[],
  values: readonly number[],
): ParallelAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const textAt = (at: number): string => {
    const run = runs.find((candidate) => column.valueOf(candidate) === at);
    return run ? column.textOf(run) : '';
  };
  return {
    column,
    low,
    high,
    placeOf: (run) => {
      const value = column.valueOf(run);
      return typeof value === 'number' ? value : undefined;
    },
    ticks: [low, high].map((at) => ({ at, text: textAt(at) })),
  };
}

function textAxis(column: ComparedColumn, texts: readonly string[]): ParallelAxis {
  const every = Math.ceil(texts.length / MOST_TICKS);
  return {
    column,
    low: 0,
    high: texts.length - 1,
    placeOf: (run) => {
      const value = column.valueOf(run);
      return value === undefined ? undefined : texts.indexOf(String(value));
    },
    ticks: texts.map((text, at) => ({ at, text })).filter(({ at }) => at % every === 0),
  };
}

const LONGEST_LINE = 13;

/** A title in one line or, where it is long and has words, in two of like length. */
export function titleLines(title: string): string[] {
  const words = title.split(' ');
  if (title.length <= LONGEST_LINE || words.length === 1) return [title];
  const ways = words.slice(1).map((_, index) => {
    const lines = [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')];
    return { lines, longest: Math.max(...lines.map(({ length }) => length)) };
  });
  return ways.reduce((best, way) => (way.longest < best.longest ? way : best)).lines;
}

/** Whether a run lies within all brushes. Brushes of axes that are not shown do nothing. */
export function isWithin(
  run: ComparedRun,
  axes: readonly ParallelAxis[],
  brushes: readonly Brush[],
): boolean {
  return brushes.every(({ key, low, high }) => {
    const axis = axes.find(({ column }) => column.key === key);
    if (!axis) return true;
    const place = axis.placeOf(run);
    return place !== undefined && place >= low && place <= high;
  });
}

/** What the keyboard does with a brush. */
export type BrushMove = 'up' | 'down' | 'grow' | 'shrink';

/** The brush after a key: moved by a tenth of its axis, or its upper end moved. Without one, it is half the axis. */
export function movedBrush(
  { column, low, high }: ParallelAxis,
  brush: Brush | undefined,
  move: BrushMove,
): Brush {
  const span = high - low;
  const { key } = column;
  if (!brush) {
    const middle = low + span / 2;
    return move === 'down' ? { key, low, high: middle } : { key, low: middle, high };
  }
  const tenth = span / 10;
  switch (move) {
    case 'up': {
      const by = Math.min(tenth, high - brush.high);
      return { key, low: brush.low + by, high: brush.high + by };
    }
    case 'down': {
      const by = Math.min(tenth, brush.low - low);
      return { key, low: brush.low - by, high: brush.high - by };
    }
    case 'grow':
      return { ...brush, high: Math.min(high, brush.high + tenth) };
    case 'shrink':
      return { ...brush, high: Math.max(brush.low, brush.high - tenth) };
  }
}
