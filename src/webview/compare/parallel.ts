import { h, svg } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { type ComparedRun, shortTitles } from '../pure/comparing';
import {
  type Brush,
  type BrushMove,
  isWithin,
  movedBrush,
  type ParallelAxis,
  titleLines,
} from '../pure/parallel';
import type { RunLooks } from './runLooks';
import { SavedDrawing } from './savedDrawing';

export interface ParallelView {
  readonly runs: readonly ComparedRun[];
  readonly axes: readonly ParallelAxis[];
  readonly brushes: readonly Brush[];
}

interface TitledView extends ParallelView {
  readonly titles: ReadonlyMap<string, string>;
}

export interface ParallelEvents {
  readonly onBrush: (brushes: readonly Brush[]) => void;
  readonly onSave: (title: string, png: Uint8Array) => void;
}

const SMALLEST_GAP = 92;
const SIDE = 56;
const TOP = 60;
const TITLE_LINE = 15;
const HEIGHT = 210;
const BOTTOM = 24;
const NEAR = 24;

const KEYS: Readonly<Record<string, BrushMove>> = { ArrowUp: 'up', ArrowDown: 'down' };

/** Parallel coordinates: a line for each run, an axis for each column. What lies outside the brushes is faint. */
export class ParallelCoordinates {
  private readonly plot = h('div', { class: 'scroll parallel' });
  private readonly card: SavedDrawing;
  private view: ParallelView | undefined;
  private gap = SMALLEST_GAP;
  private drag: { readonly axis: ParallelAxis; readonly from: number } | undefined;

  constructor(
    private readonly looks: RunLooks,
    private readonly events: ParallelEvents,
  ) {
    this.card = new SavedDrawing({
      title: t('Settings and results of each run, as a line'),
      hint: t(
        'Drag along an axis to keep only the runs between; or arrow keys, with Shift for its upper end, and Escape.',
      ),
      whileEmpty: t('Runs that differ in two columns or more appear here.'),
      plot: this.plot,
      onResize: () => {
        this.draw();
      },
      names: () => {
        const { view } = this;
        return view ? view.runs.map((run) => ({ name: looks.nameOf(run), colour: looks.colourOf(run) })) : [];
      },
      onSave: events.onSave,
    });
    this.plot.addEventListener('pointerdown', (event) => {
      this.begin(event);
    });
    this.plot.addEventListener('pointermove', (event) => {
      this.extend(event);
    });
    this.plot.addEventListener('pointerup', () => {
      this.drag = undefined;
    });
    this.plot.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
  }

  get element(): HTMLElement {
    return this.card.element;
  }

  show(view: ParallelView): void {
    this.view = view;
    this.draw();
  }

  /** Tells which run a line is of. */
  emphasize(folder: string | undefined): void {
    const run = this.view?.runs.find(({ head }) => head.folder === folder);
    this.card.say(run ? this.looks.nameOf(run) : '');
  }

  private draw(): void {
    const { view } = this;
    if (!view) return;
    const { axes, runs } = view;
    this.card.expect(axes.length > 1 ? 'drawing' : 'nothing');
    const spaces = Math.max(1, axes.length - 1);
    this.gap = Math.max(SMALLEST_GAP, Math.floor((this.plot.clientWidth - 2 * SIDE) / spaces));
    const titles = shortTitles(axes.map(({ column }) => column));
    const width = 2 * SIDE + this.gap * spaces;
    const drawing = svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${TOP + HEIGHT + BOTTOM}`,
        width,
        height: TOP + HEIGHT + BOTTOM,
        role: 'group',
        'aria-label': t('Parallel coordinates'),
      },
      ...runs.map((run) => this.line(view, run)),
      ...axes.map((axis, index) => this.axis({ ...view, titles }, axis, index)),
    );
    this.card.show(drawing);
  }

  private line({ axes, brushes }: ParallelView, run: ComparedRun): SVGPathElement {
    let isPenDown = false;
    const path = axes.map((axis, index) => {
      const place = axis.placeOf(run);
      if (place === undefined) {
        isPenDown = false;
        return '';
      }
      const command = isPenDown ? 'L' : 'M';
      isPenDown = true;
      return `${command}${SIDE + this.gap * index} ${yOf(axis, place)}`;
    });
    const line = svg('path', {
      d: path.join('') || 'M0 0',
      class: isWithin(run, axes, brushes) ? 'run-line' : 'run-line outside',
      'data-run': run.head.folder,
    });
    line.style.setProperty('stroke', `var(${this.looks.colourOf(run)})`);
    return line;
  }

  private axis({ brushes, titles }: TitledView, axis: ParallelAxis, index: number): SVGGElement {
    const x = SIDE + this.gap * index;
    const { key, title } = axis.column;
    const lines = titleLines(shownName(titles.get(key) ?? title, 30));
    const brush = brushes.find((candidate) => candidate.key === key);
    return svg(
      'g',
      {
        class: 'parallel-axis',
        tabindex: 0,
        role: 'img',
        'data-key': key,
        'aria-label': brush
          ? t('{0}: a part of the axis is chosen', shownName(title))
          : t('{0}: the whole axis', shownName(title)),
      },
      svg('rect', { x: x - NEAR, y: TOP - 8, width: 2 * NEAR, height: HEIGHT + 16, class: 'reach' }),
      svg('path', { d: `M${x} ${TOP}V${TOP + HEIGHT}`, class: 'frame' }),
      brush &&
        svg('rect', {
          x: x - 7,
          width: 14,
          y: yOf(axis, brush.high),
          height: Math.max(3, yOf(axis, brush.low) - yOf(axis, brush.high)),
          class: 'brush',
        }),
      svg(
        'text',
        { x, 'text-anchor': 'middle', class: 'axis-title' },
        ...lines.map((line, place) =>
          svg('tspan', { x, y: 14 + TITLE_LINE * (place + 2 - lines.length) }, line),
        ),
        svg('title', {}, shownName(title, 200)),
      ),
      ...axis.ticks.map(({ at, text }) =>
        svg(
          'text',
          { ...tickPlace(axis, at, x), class: 'axis-text tick' },
          shownName(text, Math.floor(this.gap / 6.5)),
        ),
      ),
    );
  }

  private begin(event: PointerEvent): void {
    const bounds = this.plot.firstElementChild?.getBoundingClientRect();
    if (!bounds || !this.view || event.button !== 0) return;
    const index = Math.round((event.clientX - bounds.left - SIDE) / this.gap);
    const axis = this.view.axes[index];
    if (!axis || Math.abs(event.clientX - bounds.left - SIDE - index * this.gap) > NEAR) return;
    event.preventDefault();
    this.plot.setPointerCapture(event.pointerId);
    this.drag = { axis, from: valueAt(axis, event.clientY - bounds.top) };
    this.replace(axis, undefined);
  }

  private extend(event: PointerEvent): void {
    const bounds = this.plot.firstElementChild?.getBoundingClientRect();
    if (!bounds || !this.drag) return;
    const { axis, from } = this.drag;
    const to = valueAt(axis, event.clientY - bounds.top);
    this.replace(axis, { key: axis.column.key, low: Math.min(from, to), high: Math.max(from, to) });
  }

  private onKey(event: KeyboardEvent): void {
    const key = (event.target as SVGElement).dataset['key'];
    const axis = this.view?.axes.find(({ column }) => column.key === key);
    if (!axis) return;
    if (event.key === 'Escape' || event.key === 'Delete') {
      this.replace(axis, undefined);
      return;
    }
    const move = KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    const brush = this.view?.brushes.find((candidate) => candidate.key === key);
    const ofUpperEnd = move === 'up' ? 'grow' : 'shrink';
    this.replace(axis, movedBrush(axis, brush, event.shiftKey ? ofUpperEnd : move));
  }

  private replace({ column: { key } }: ParallelAxis, brush: Brush | undefined): void {
    const others = (this.view?.brushes ?? []).filter((other) => other.key !== key);
    this.events.onBrush(brush ? [...others, brush] : others);
  }
}

/** Above and below the axis, where no line runs; those between beside it. */
function tickPlace(
  axis: ParallelAxis,
  at: number,
  x: number,
): { x: number; y: number; 'text-anchor': string } {
  if (at === axis.high) return { x, y: TOP - 10, 'text-anchor': 'middle' };
  if (at === axis.low) return { x, y: TOP + HEIGHT + 18, 'text-anchor': 'middle' };
  return { x: x + 6, y: yOf(axis, at) + 4, 'text-anchor': 'start' };
}

function yOf({ low, high }: ParallelAxis, value: number): number {
  return TOP + HEIGHT * (1 - (value - low) / (high - low));
}

function valueAt({ low, high }: ParallelAxis, y: number): number {
  const share = Math.max(0, Math.min(1, 1 - (y - TOP) / HEIGHT));
  return low + share * (high - low);
}
