import uPlot from 'uplot';
import { saveLink } from '../base/controls';
import { h, setChildren, setText } from '../base/dom';
import { t } from '../base/text';
import { joinLines } from '../pure/lines';
import { showAll, stretchedBy, type Zoom, zoomOfKey, zoomTo } from '../pure/zoom';
import { readoutAt } from './chartReadout';
import { type ChartBand, type ChartLine, type ChartView, drawnLines } from './chartView';
import { pictureOf } from './picture';
import { opacityOf, plotOptions } from './plotOptions';
import { pointsTable } from './pointsTable';

export interface ChartEvents {
  readonly onZoom: (zoom: Zoom) => void;
  readonly onSave: (title: string, png: Uint8Array) => void;
  /** The pointer is at a line of a group, or at none. */
  readonly onNear?: (group: string | undefined) => void;
}

const HEIGHT = 230;
/** How opaque lines are beside those that stand out. */
const BESIDE = 0.15;

/** One chart with its readout, keyboard, and a table behind it. */
export class LineChart {
  readonly element: HTMLElement;
  private readonly plot = h('div', { class: 'plot', tabindex: 0 });
  private readonly readout = h('p', { class: 'readout' }, ' ');
  private readonly table = h('div', { class: 'scroll' });
  private chart: uPlot | undefined;
  private shownKeys = '';
  private view: ChartView | undefined;
  private emphasized: string | undefined;

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
      this.rebuild(view);
    } else {
      this.chart.setData(alignedData(view), true);
    }
    this.fillTable();
  }

  /** The lines of a group stand out; undefined: all are alike. */
  emphasize(group: string | undefined): void {
    if (group === this.emphasized) return;
    this.emphasized = group;
    this.fade();
    if (!this.chart) return;
    this.showCursor(this.chart);
    this.chart.redraw(false, false);
  }

  recolour(): void {
    if (this.view) this.rebuild(this.view);
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

  private rebuild(view: ChartView): void {
    this.chart?.destroy();
    const options = plotOptions(() => this.view ?? view, {
      onSelect: (chart) => {
        this.onSelect(chart);
      },
      onCursor: (chart) => {
        this.showCursor(chart);
      },
      onNear: (line) => {
        this.events.onNear?.(line?.group);
      },
    });
    this.chart = new uPlot(
      { ...options, width: Math.max(100, this.plot.clientWidth), height: HEIGHT },
      alignedData(view),
      this.plot,
    );
    this.fade();
    this.chart.over.addEventListener('dblclick', () => {
      this.events.onZoom(showAll);
    });
  }

  private fade(): void {
    const { chart, view } = this;
    if (!chart || !view) return;
    const opacities = [...view.bands.flatMap((band) => [band, band]), ...view.lines].map(
      (drawn) => opacityOf(drawn) * (this.stepsBack(drawn) ? BESIDE : 1),
    );
    for (const [index, opacity] of opacities.entries()) {
      const series = chart.series[1 + index];
      if (series) series.alpha = opacity;
    }
  }

  private stepsBack({ group }: ChartLine | ChartBand): boolean {
    return this.emphasized !== undefined && group !== this.emphasized;
  }

  private onSelect(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    const range = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')] as const;
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.events.onZoom(zoomTo(range));
  }

  private showCursor({ cursor: { idx }, data }: uPlot): void {
    const { view, emphasized: group } = this;
    const text = view && typeof idx === 'number' ? readoutAt(view, data, { index: idx, group }) : '';
    setText(this.readout, text || ' ');
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
    setChildren(this.table, ...pointsTable(this.title, this.view));
  }
}

function alignedData(view: ChartView): uPlot.AlignedData {
  const { x, ys } = joinLines(drawnLines(view));
  return [x, ...ys];
}
