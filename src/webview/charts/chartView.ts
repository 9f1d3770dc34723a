import type { Line } from '../pure/lines';
import type { Band } from '../pure/seedBands';
import type { Range } from '../pure/zoom';

interface Drawn {
  readonly key: string;
  readonly name: string;
  /** What belongs together stands out together. */
  readonly group?: string;
  /** One of the page's colour variables. */
  readonly colour: `--${string}`;
}

export interface ChartLine extends Line, Drawn {
  /** `faint`: the raw line under a smoothed one. `dotted`: a value to compare with, from end to end. */
  readonly look: 'plain' | 'faint' | 'dashed' | 'dotted';
}

/** An area under the lines. The one that looks plain belongs to the line of the same key. */
export interface ChartBand extends Band, Drawn {
  readonly look: 'plain' | 'faint';
}

export interface ChartView {
  readonly lines: readonly ChartLine[];
  readonly bands: readonly ChartBand[];
  /** Of the x axis, as shown. */
  readonly range: Range;
  readonly xScale: 'linear' | 'log';
  readonly yScale: 'linear' | 'log';
  readonly outliers: 'shown' | 'clipped';
  readonly xLabel: string;
  readonly formatX: (x: number) => string;
  /** A tick of the y axis, which is `step` away from the next; 0 on a logarithmic one. */
  readonly formatY: (y: number, step: number) => string;
}

/** Where the lines begin in what is drawn: after x and both edges of every area. */
export function firstLine({ bands }: ChartView): number {
  return 1 + 2 * bands.length;
}

/**
 * All that is drawn: both edges of every area, then the lines. A logarithmic scale has no place for what is not above 0.
 */
export function drawnLines({ bands, lines, yScale }: ChartView): readonly Line[] {
  const all = [
    ...bands.flatMap(({ x, low, high }) => [
      { x, y: high },
      { x, y: low },
    ]),
    ...lines,
  ];
  if (yScale === 'linear') return all;
  return all.map(({ x, y }) => ({
    x,
    y: y.map((value) => (value !== null && value > 0 ? value : null)),
  }));
}
