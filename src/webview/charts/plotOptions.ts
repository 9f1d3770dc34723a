import uPlot from 'uplot';
import { css, themeColour, themeRgb } from '../base/theme';
import { scaleRange } from '../pure/lines';
import { tickSteps } from '../pure/ticks';
import type { Range } from '../pure/zoom';
import { type ChartBand, type ChartLine, type ChartView, drawnLines, firstLine } from './chartView';

export interface PlotEvents {
  readonly onSelect: (chart: uPlot) => void;
  readonly onCursor: (chart: uPlot) => void;
  /** The pointer has come to a line, or left it. */
  readonly onNear: (line: ChartLine | undefined) => void;
}

/** Of an area: only what lies between is drawn. */
const EDGE: uPlot.Series = { width: 0, points: { show: false } };
/** Pixels from the pointer to a line that it is at. */
const NEAR = 12;
const SYNC = uPlot.sync('curves');

/**
 * How uPlot draws a view. Ranges and ticks follow the view as it is `current`; lines, scales and colours stay as they are now.
 */
export function plotOptions(
  current: () => ChartView,
  { onSelect, onCursor, onNear }: PlotEvents,
): Omit<uPlot.Options, 'width' | 'height'> {
  const view = current();
  const axis: uPlot.Axis = {
    stroke: themeColour('--quiet'),
    grid: { stroke: themeColour('--grid'), width: 1 },
    ticks: { show: false },
    font: `11px ${themeColour('--font')}`,
  };
  return {
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC.key, setSeries: false, scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { show: false },
      focus: { prox: NEAR },
    },
    focus: { alpha: 1 },
    scales: {
      x: { time: false, distr: distributionOf(view.xScale), range: () => [...xRange(current())] },
      y: { distr: distributionOf(view.yScale), range: () => [...yRange(current())] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        incrs: (_, __, low, high) => tickSteps(low, high),
        values: (_, splits) => splits.map((x) => current().formatX(x)),
      },
      {
        ...axis,
        size: 58,
        values: (_, splits, ___, ____, step) => splits.map((y) => tickText(current(), y, step)),
      },
    ],
    series: [{}, ...view.bands.flatMap(() => [EDGE, EDGE]), ...view.lines.map((line) => seriesOf(line))],
    bands: view.bands.map(({ colour, look }, index) => ({
      series: [2 * index + 1, 2 * index + 2],
      fill: css(themeRgb(colour), look === 'faint' ? 0.14 : 0.3),
    })),
    hooks: {
      setSelect: [onSelect],
      setCursor: [onCursor],
      setSeries: [
        (_, series) => {
          onNear(series === null ? undefined : current().lines[series - firstLine(current())]);
        },
      ],
    },
  };
}

function tickText({ formatY, yScale }: ChartView, y: number | null, step: number): string {
  return y === null ? '' : formatY(y, yScale === 'log' ? 0 : step);
}

function xRange({ range: [low, high] }: ChartView): Range {
  return high > low ? [low, high] : [low, low + 1];
}

function yRange(view: ChartView): readonly [number, number] {
  const { outliers, yScale } = view;
  return scaleRange(drawnLines(view), outliers, yScale) ?? (yScale === 'log' ? [0.1, 1] : [0, 1]);
}

/** Linear is 1, logarithmic is 3. */
function distributionOf(scale: 'linear' | 'log'): uPlot.Scale.Distr {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot declares an enum that is not there when it runs
  return scale === 'log' ? 3 : 1;
}

/** Areas are as opaque as what they are filled with. */
export function opacityOf(drawn: ChartLine | ChartBand): number {
  return 'y' in drawn && drawn.look === 'faint' ? 0.3 : 1;
}

function seriesOf(line: ChartLine): uPlot.Series {
  const { colour, look } = line;
  return {
    stroke: themeColour(colour),
    points: { size: 5, stroke: themeColour(colour), fill: themeColour(colour) },
    width: look === 'faint' ? 1 : 1.75,
    alpha: opacityOf(line),
    ...(look === 'dashed' && { dash: [5, 4] }),
    ...(look === 'dotted' && { dash: [2, 3], points: { show: false } }),
    spanGaps: false,
  };
}
