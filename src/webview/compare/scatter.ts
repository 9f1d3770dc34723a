import { percent } from '../../common/format';
import { h, svg } from '../base/dom';
import { t } from '../base/text';
import { type ComparedRun, paretoFront, studentAccuracy } from '../pure/comparing';
import type { RunLooks } from './runLooks';
import { SavedDrawing } from './savedDrawing';

export interface ScatterOptions {
  readonly title: string;
  readonly costOf: (run: ComparedRun) => number | undefined;
  readonly formatCost: (cost: number) => string;
  readonly looks: RunLooks;
  readonly onSave: (title: string, png: Uint8Array) => void;
}

const HEIGHT = 240;
const LEFT = 58;
const BOTTOM = 28;
/** The least room for the labels of both costs. */
const TWO_LABELS = 110;

interface Point {
  readonly run: ComparedRun;
  readonly cost: number;
  readonly quality: number;
}

/** Accuracy against cost (logarithmic), with the line of the runs that no other beats. */
export class Scatter {
  private readonly plot = h('div', {});
  private readonly card: SavedDrawing;
  private points: readonly Point[] = [];

  constructor(private readonly options: ScatterOptions) {
    const { title, onSave, looks } = options;
    this.card = new SavedDrawing({
      title,
      whileEmpty: t('None of these runs has measured a student.'),
      plot: this.plot,
      onResize: () => {
        this.draw();
      },
      names: () => this.points.map(({ run }) => ({ name: looks.nameOf(run), colour: looks.colourOf(run) })),
      onSave,
    });
  }

  get element(): HTMLElement {
    return this.card.element;
  }

  show(runs: readonly ComparedRun[]): void {
    this.points = runs.flatMap((run) => {
      const cost = this.options.costOf(run);
      const quality = studentAccuracy(run);
      return cost !== undefined && cost > 0 && quality !== undefined ? [{ run, cost, quality }] : [];
    });
    this.draw();
  }

  /** Tells where a run lies. */
  emphasize(folder: string | undefined): void {
    const point = this.points.find(({ run }) => run.head.folder === folder);
    this.card.say(point ? pointText(point, this.options) : '');
  }

  private draw(): void {
    const { points } = this;
    this.card.expect(points.length > 0 ? 'drawing' : 'nothing');
    const width = this.plot.clientWidth;
    if (width > 0 && points.length > 0) this.card.show(scatterDrawing(points, width, this.options));
  }
}

function scatterDrawing(
  points: readonly Point[],
  width: number,
  { title, formatCost, looks }: ScatterOptions,
): SVGSVGElement {
  const costs = points.map(({ cost }) => Math.log(cost));
  const qualities = points.map(({ quality }) => quality);
  const x = scale(costs, LEFT + 14, width - 14, 0.05);
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
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${HEIGHT}`, class: 'scatter', role: 'img', 'aria-label': title },
    svg('path', { d: `M${LEFT} 4V${HEIGHT - BOTTOM}H${width - 4}`, class: 'frame' }),
    label(percent(highest, 1), { x: LEFT - 6, y: y(highest) + 4, anchor: 'end' }),
    highest > lowest
      ? label(percent(lowest, 1), { x: LEFT - 6, y: y(lowest) + 4, anchor: 'end' })
      : undefined,
    label(formatCost(cheapest), { x: x(Math.log(cheapest)), y: HEIGHT - 8, anchor: 'middle' }),
    x(Math.log(dearest)) - x(Math.log(cheapest)) > TWO_LABELS
      ? label(formatCost(dearest), { x: x(Math.log(dearest)), y: HEIGHT - 8, anchor: 'end' })
      : undefined,
    front.length > 1 ? svg('path', { d: `M${front.join('L')}`, class: 'pareto' }) : undefined,
    ...points.map(({ run, cost, quality }, index) => {
      const dot = svg('circle', {
        cx: x(Math.log(cost)),
        cy: y(quality),
        r: isBest[index] ? 6 : 4.5,
        class: isBest[index] ? 'best' : '',
        'data-run': run.head.folder,
      });
      dot.style.setProperty('fill', `var(${looks.colourOf(run)})`);
      return dot;
    }),
  );
}

function pointText({ run, cost, quality }: Point, { looks, formatCost }: ScatterOptions): string {
  return `${looks.nameOf(run)}: ${percent(quality)}, ${formatCost(cost)}`;
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
