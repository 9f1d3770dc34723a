import uPlot from 'uplot';
import { significant } from '../../common/format';
import { saveLink } from '../base/controls';
import { h, setChildren, setText } from '../base/dom';
import { t } from '../base/text';
import { css, themeColour, themeRgb } from '../base/theme';
import { joinLines, type Line, scaleRange } from '../pure/lines';
import type { Band } from '../pure/seedBands';
import { tickSteps } from '../pure/ticks';
import { type Range, showAll, stretchedBy, type Zoom, zoomOfKey, zoomTo } from '../pure/zoom';
import { pictureOf } from './picture';

export interface ChartLine extends Line {
  readonly key: string;
  readonly name: string;
  /** One of the page's colour variables. */
  readonly colour: `--${string}`;
  /** `faint`: the raw line under a smoothed one. */
  readonly look: 'plain' | 'faint' | 'dashed';
}

/** An area under the lines. The one that looks plain belongs to the line of the same key. */
export interface ChartBand extends Band {
  readonly key: string;
  readonly name: string;
  readonly colour: `--${string}`;
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

export interface ChartEvents {
  readonly onZoom: (zoom: Zoom) => void;
  readonly onSave: (title: string, png: Uint8Array) => void;
}

const HEIGHT = 230;
/** Of an area: only what lies between is drawn. */
const EDGE: uPlot.Series = { width: 0, points: { show: false } };
const MOST_TABLE_ROWS = 200;
const SYNC = uPlot.sync('curves');

/** One chart with its readout, keyboard, and a table behind it. */
export class LineChart {
  readonly element: HTMLElement;
  private readonly plot = h('div', { class: 'plot', tabindex: 0 });
  private readonly readout = h('p', { class: 'readout' }, ' ');
  private readonly table = h('div', { class: 'scroll' });
  private chart: uPlot | undefined;
  private shownKeys = '';
  private view: ChartView | undefined;

  constructor(
    readonly title: string,
    private readonly events: ChartEvents,
  ) {
    this.plot.setAttribute('role', 'img');
    this.plot.setAttribute('aria-label', t('{0}: plus and minus zoom, arrow keys pan, 0 shows all', title));
    const details = h(
      'details',
      {
        ontoggle: () => {
          this.fillTable();
        },
      },
      h('summary', {}, t('As a table')),
      this.table,
    );
    this.element = h(
      'figure',
      { class: 'chart card' },
      h('div', { class: 'chart-head' }, h('figcaption', {}, title), this.readout),
      this.plot,
      h(
        'div',
        { class: 'chart-foot' },
        details,
        saveLink(() => this.save()),
      ),
    );
    this.plot.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
    this.plot.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.events.onZoom(stretchedBy(event.deltaY > 0 ? 1.25 : 0.8));
    });
    new ResizeObserver(() => {
      if (this.chart && this.plot.clientWidth > 0) {
        this.chart.setSize({ width: this.plot.clientWidth, height: HEIGHT });
      }
    }).observe(this.plot);
  }

  /** Pixels that the x axis has. */
  get width(): number {
    return Math.max(100, this.plot.clientWidth - 60);
  }

  show(view: ChartView): void {
    this.view = view;
    const keys = JSON.stringify([
      [...view.bands, ...view.lines].map(({ key, look, colour }) => [key, look, colour]),
      view.bands.length,
      view.xScale,
      view.yScale,
      view.xLabel,
    ]);
    if (keys !== this.shownKeys || !this.chart) {
      this.shownKeys = keys;
      this.rebuild();
    } else {
      this.chart.setData(this.data(), true);
    }
    this.fillTable();
  }

  recolour(): void {
    if (this.view) this.rebuild();
  }

  /** The picture as it is, with its title and names. */
  private async save(): Promise<void> {
    if (!this.chart || !this.view) return;
    const names = this.view.lines
      .filter(({ look }) => look !== 'faint')
      .map(({ name, colour }) => ({ name, colour }));
    const png = await pictureOf(this.chart.ctx.canvas, this.title, names);
    if (png) this.events.onSave(this.title, png);
  }

  private data(): uPlot.AlignedData {
    const { x, ys } = joinLines(this.drawable());
    return [x, ...ys];
  }

  /** Both edges of every area, then the lines. A logarithmic scale has no place for what is not above 0. */
  private drawable(): readonly Line[] {
    const { bands, lines, yScale } = this.view ?? { bands: [], lines: [], yScale: 'linear' };
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

  private rebuild(): void {
    const { view } = this;
    if (!view) return;
    this.chart?.destroy();
    const axis: uPlot.Axis = {
      stroke: themeColour('--quiet'),
      grid: { stroke: themeColour('--grid'), width: 1 },
      ticks: { show: false },
      font: `11px ${themeColour('--font')}`,
    };
    this.chart = new uPlot(
      {
        width: Math.max(100, this.plot.clientWidth),
        height: HEIGHT,
        padding: [8, 14, 0, 0],
        legend: { show: false },
        cursor: {
          sync: { key: SYNC.key, setSeries: false, scales: ['x', null] },
          drag: { x: true, y: false, setScale: false },
          points: { show: false },
        },
        scales: {
          x: { time: false, distr: distributionOf(view.xScale), range: () => [...this.xRange()] },
          y: { distr: distributionOf(view.yScale), range: () => [...this.yRange()] },
        },
        axes: [
          {
            ...axis,
            size: 28,
            incrs: (_, __, low, high) => tickSteps(low, high),
            values: (_, splits) => splits.map((x) => this.view?.formatX(x) ?? ''),
          },
          {
            ...axis,
            size: 58,
            values: (_, splits, ___, ____, step) => splits.map((y) => this.tickText(y, step)),
          },
        ],
        series: [{}, ...view.bands.flatMap(() => [EDGE, EDGE]), ...view.lines.map((line) => seriesOf(line))],
        bands: view.bands.map(({ colour, look }, index) => ({
          series: [2 * index + 1, 2 * index + 2],
          fill: css(themeRgb(colour), look === 'faint' ? 0.14 : 0.3),
        })),
        hooks: {
          setSelect: [
            (chart) => {
              this.onSelect(chart);
            },
          ],
          setCursor: [
            (chart) => {
              this.showCursor(chart);
            },
          ],
        },
      },
      this.data(),
      this.plot,
    );
    this.chart.over.addEventListener('dblclick', () => {
      this.events.onZoom(showAll);
    });
  }

  private tickText(y: number | null, step: number): string {
    return y === null ? '' : (this.view?.formatY(y, this.view.yScale === 'log' ? 0 : step) ?? '');
  }

  private xRange(): Range {
    const [low, high] = this.view?.range ?? [0, 1];
    return high > low ? [low, high] : [low, low + 1];
  }

  private yRange(): readonly [number, number] {
    const { outliers, yScale } = this.view ?? { outliers: 'shown', yScale: 'linear' };
    return scaleRange(this.drawable(), outliers, yScale) ?? (yScale === 'log' ? [0.1, 1] : [0, 1]);
  }

  private onSelect(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    const range = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')] as const;
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.events.onZoom(zoomTo(range));
  }

  private showCursor(chart: uPlot): void {
    const index = chart.cursor.idx;
    const { view } = this;
    const x = index === null || index === undefined ? undefined : chart.data[0][index];
    if (!view || index === null || index === undefined || x === undefined) {
      setText(this.readout, ' ');
      return;
    }
    const values = view.lines.flatMap((line, place) => {
      const first = 1 + 2 * view.bands.length;
      const y = line.look === 'faint' ? undefined : nearest(chart.data[first + place] ?? [], index);
      if (y === undefined) return [];
      const band = view.bands.findIndex(({ key, look }) => key === line.key && look === 'plain');
      const high = nearest(chart.data[2 * band + 1] ?? [], index);
      const low = nearest(chart.data[2 * band + 2] ?? [], index);
      if (band < 0 || low === undefined || high === undefined) return [`${line.name} ${significant(y)}`];
      return [`${line.name} ${significant(y)} (${significant(low)} – ${significant(high)})`];
    });
    setText(this.readout, [`${view.xLabel} ${view.formatX(x)}`, ...values].join(' · '));
  }

  private onKey(event: KeyboardEvent): void {
    const zoom = zoomOfKey(event.key);
    if (!zoom) return;
    event.preventDefault();
    this.events.onZoom(zoom);
  }

  /** Built only while it is open. */
  private fillTable(): void {
    const isOpen = (this.table.parentElement as HTMLDetailsElement | null)?.open === true;
    if (!this.view || !isOpen) return;
    const { lines, bands, formatX, xLabel } = this.view;
    const rows = lines.flatMap(({ key, name, x, y, look }) => {
      const band = bands.find((candidate) => candidate.key === key && candidate.look === 'plain');
      return look === 'faint'
        ? []
        : x.map((value, index) => ({
            name,
            x: value,
            values: [y[index], ...(bands.length > 0 ? [band?.low[index], band?.high[index]] : [])],
          }));
    });
    const titles = [
      t('Network'),
      xLabel,
      this.title,
      ...(bands.length > 0 ? [t('Smallest of the seeds'), t('Largest of the seeds')] : []),
    ];
    setChildren(
      this.table,
      rows.length > MOST_TABLE_ROWS
        ? h(
            'p',
            { class: 'quiet' },
            t('The first {0} of {1} points shown; the CSV file has all.', MOST_TABLE_ROWS, rows.length),
          )
        : undefined,
      h(
        'table',
        { class: 'numbers-table' },
        h('thead', {}, h('tr', {}, ...titles.map((text) => h('th', { scope: 'col' }, text)))),
        h(
          'tbody',
          {},
          ...rows
            .slice(0, MOST_TABLE_ROWS)
            .map((row) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, row.name),
                h('td', { class: 'number' }, formatX(row.x)),
                ...row.values.map((y) =>
                  h('td', { class: 'number' }, y === null || y === undefined ? '–' : significant(y, 5)),
                ),
              ),
            ),
        ),
      ),
    );
  }
}

/** Linear is 1, logarithmic is 3. */
function distributionOf(scale: 'linear' | 'log'): uPlot.Scale.Distr {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot declares an enum that is not there when it runs
  return scale === 'log' ? 3 : 1;
}

function seriesOf({ colour, look }: ChartLine): uPlot.Series {
  return {
    stroke: themeColour(colour),
    points: { size: 5, stroke: themeColour(colour), fill: themeColour(colour) },
    width: look === 'faint' ? 1 : 1.75,
    alpha: look === 'faint' ? 0.3 : 1,
    ...(look === 'dashed' && { dash: [5, 4] }),
    spanGaps: false,
  };
}

/** The value of a curve at a point of the common x, or just before it. */
function nearest(values: ArrayLike<number | null | undefined>, index: number): number | undefined {
  for (let place = index; place >= 0; place--) {
    const value = values[place];
    if (value === null) return undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
