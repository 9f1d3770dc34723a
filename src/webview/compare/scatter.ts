import { percent } from '../../common/format';
import { h, svg } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { type ComparedRun, paretoFront, studentAccuracy } from '../pure/comparing';

export interface ScatterOptions {
  readonly title: string;
  readonly costOf: (run: ComparedRun) => number | undefined;
  readonly formatCost: (cost: number) => string;
  readonly colourOf: (run: ComparedRun) => string;
}

const WIDTH = 420;
const HEIGHT = 240;
const LEFT = 58;
const BOTTOM = 28;

/** Accuracy against cost (logarithmic), with the line of the runs that no other beats. */
export function scatter(runs: readonly ComparedRun[], options: ScatterOptions): HTMLElement {
  const points = runs.flatMap((run) => {
    const cost = options.costOf(run);
    const quality = studentAccuracy(run);
    return cost !== undefined && cost > 0 && quality !== undefined ? [{ run, cost, quality }] : [];
  });
  if (points.length === 0) {
    return h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, options.title),
      h('p', { class: 'empty' }, t('No measured student yet.')),
    );
  }
  const costs = points.map(({ cost }) => Math.log(cost));
  const qualities = points.map(({ quality }) => quality);
  const x = scale(costs, LEFT + 14, WIDTH - 14, 0.05);
  const y = scale(qualities, HEIGHT - BOTTOM - 12, 14, 0.002);
  const isBest = paretoFront(points);
  const front = points
    .filter((_, index) => isBest[index])
    .sort((a, b) => a.cost - b.cost)
    .map(({ cost, quality }) => `${x(Math.log(cost))} ${y(quality)}`);
  const [lowest, highest] = [Math.min(...qualities), Math.max(...qualities)];
  const [cheapest, dearest] = [
    Math.min(...points.map(({ cost }) => cost)),
    Math.max(...points.map(({ cost }) => cost)),
  ];
  const label = (text: string, place: { x: number; y: number; anchor: string }): SVGTextElement =>
    svg('text', { x: place.x, y: place.y, 'text-anchor': place.anchor, class: 'axis-text' }, text);
  return h(
    'figure',
    { class: 'card' },
    h('figcaption', {}, options.title),
    svg(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'scatter', role: 'img', 'aria-label': options.title },
      svg('path', { d: `M${LEFT} 4V${HEIGHT - BOTTOM}H${WIDTH - 4}`, class: 'frame' }),
      label(percent(highest, 1), { x: LEFT - 6, y: y(highest) + 4, anchor: 'end' }),
      highest > lowest
        ? label(percent(lowest, 1), { x: LEFT - 6, y: y(lowest) + 4, anchor: 'end' })
        : undefined,
      label(options.formatCost(cheapest), { x: x(Math.log(cheapest)), y: HEIGHT - 8, anchor: 'middle' }),
      dearest > cheapest * 1.5
        ? label(options.formatCost(dearest), { x: x(Math.log(dearest)), y: HEIGHT - 8, anchor: 'end' })
        : undefined,
      front.length > 1 ? svg('path', { d: `M${front.join('L')}`, class: 'pareto' }) : undefined,
      ...points.map(({ run, cost, quality }, index) => {
        const dot = svg(
          'circle',
          {
            cx: x(Math.log(cost)),
            cy: y(quality),
            r: isBest[index] ? 6 : 4.5,
            class: isBest[index] ? 'best' : '',
          },
          svg(
            'title',
            {},
            `${shownName(run.head.name)} (${shownName(run.head.id)}): ${percent(quality)}, ${options.formatCost(cost)}`,
          ),
        );
        dot.style.setProperty('fill', options.colourOf(run));
        return dot;
      }),
    ),
  );
}

function scale(
  values: readonly number[],
  from: number,
  to: number,
  smallest: number,
): (value: number) => number {
  const low = Math.min(...values);
  const span = Math.max(Math.max(...values) - low, smallest);
  const start = (low + Math.max(...values) - span) / 2;
  return (value) => from + ((value - start) / span) * (to - from);
}
