import { percent } from '../../common/format';
import { saveLink } from '../base/controls';
import { h, setChildren, svg } from '../base/dom';
import { t } from '../base/text';
import { entropyShare, type Softness } from '../pure/entropyCurve';
import { positionOf } from '../pure/temperature';
import { canvasOf } from './drawing';
import { pictureOf } from './picture';

export interface EntropyLine {
  readonly name: string;
  readonly role: 'teacher' | 'baseline';
  /** Logits, a row for each example. */
  readonly rows: readonly (readonly number[])[];
  readonly softness: readonly Softness[];
}

export interface EntropyView {
  readonly lines: readonly EntropyLine[];
  /** The temperature that is marked. */
  readonly temperature: number;
}

const HEIGHT = 190;
const LEFT = 48;
const RIGHT = 24;
const TOP = 14;
const BOTTOM = 26;
const TICKS = [0.5, 1, 2, 4, 8, 20] as const;
const SHARES = [0, 0.5, 1] as const;

/** How soft the targets become with the temperature, from 0.5 to 20, the one chosen marked. */
export class EntropyCurve {
  readonly element: HTMLElement;
  private readonly names = h('p', { class: 'chart-names' });
  private readonly plot = h('div', {});
  private readonly table = h('div', { class: 'scroll' });
  private view: EntropyView | undefined;

  constructor(private readonly onSave: (title: string, png: Uint8Array) => void) {
    this.element = h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, title()),
      this.names,
      this.plot,
      h(
        'div',
        { class: 'chart-foot' },
        h('details', {}, h('summary', {}, t('As a table')), this.table),
        saveLink(() => this.save()),
      ),
    );
    new ResizeObserver(() => {
      this.draw();
    }).observe(this.plot);
  }

  show(view: EntropyView): void {
    this.view = view;
    this.draw();
    setChildren(
      this.names,
      ...view.lines.map(({ name, role }) => h('span', { class: `role-name role-${role}` }, name)),
    );
    setChildren(this.table, entropyTable(view));
  }

  private async save(): Promise<void> {
    const curves = this.plot.querySelector('svg');
    const names = (this.view?.lines ?? []).map(({ name, role }) => ({ name, colour: `--${role}` }) as const);
    const png = curves && (await pictureOf(await canvasOf(curves), title(), names));
    if (png) this.onSave(title(), png);
  }

  private draw(): void {
    const width = this.plot.clientWidth;
    if (this.view && width > 0) setChildren(this.plot, drawing(this.view, width));
  }
}

function title(): string {
  return t('How soft the targets are: entropy in percent of the largest');
}

function drawing({ lines, temperature }: EntropyView, width: number): SVGSVGElement {
  const x = (at: number): number => LEFT + positionOf(at) * (width - LEFT - RIGHT);
  const y = (share: number): number => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const text = (words: string, place: { x: number; y: number; 'text-anchor': string }): SVGTextElement =>
    svg('text', { ...place, class: 'axis-text' }, words);
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      class: 'entropy-curve',
      role: 'img',
      'aria-label': lines
        .map((line) => `${line.name}: ${percent(entropyShare(line.rows, temperature), 0)}`)
        .join(', '),
    },
    ...SHARES.map((share) => svg('path', { d: `M${LEFT} ${y(share)}H${width - RIGHT}`, class: 'frame' })),
    ...SHARES.map((share) => text(percent(share, 0), { x: LEFT - 6, y: y(share) + 4, 'text-anchor': 'end' })),
    ...TICKS.map((tick) => text(t('T = {0}', tick), { x: x(tick), y: HEIGHT - 8, 'text-anchor': 'middle' })),
    svg('path', { d: `M${x(temperature)} ${y(1)}V${y(0)}`, class: 'chosen' }),
    ...lines.map(({ role, softness }) =>
      svg('path', {
        d: `M${softness.map((point) => `${x(point.temperature)} ${y(point.share)}`).join('L')}`,
        class: `entropy-line role-${role}`,
      }),
    ),
    ...lines.map((line) =>
      svg('circle', {
        cx: x(temperature),
        cy: y(entropyShare(line.rows, temperature)),
        r: 4.5,
        class: `entropy-dot role-${line.role}`,
      }),
    ),
  );
}

function entropyTable({ lines }: EntropyView): HTMLElement {
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, t('Temperature')),
        ...lines.map(({ name, role }) => h('th', { scope: 'col', class: `role-name role-${role}` }, name)),
      ),
    ),
    h(
      'tbody',
      {},
      ...TICKS.map((tick) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, String(tick)),
          ...lines.map((line) => h('td', { class: 'number' }, percent(entropyShare(line.rows, tick), 1))),
        ),
      ),
    ),
  );
}
