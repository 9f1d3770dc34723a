import { percent, significant } from '../../common/format';
import type { EpochEnded } from '../../protocol/events';
import { h } from '../base/dom';
import { t } from '../base/text';
import type { ChartBand, ChartLine } from '../charts/chartView';
import { type ChartEvents, LineChart } from '../charts/lineChart';
import type { ComparedRun } from '../pure/comparing';
import type { Line } from '../pure/lines';
import { roleOf, type StageModel } from '../pure/runModel';
import { hullOf, meanOf, thinBand } from '../pure/seedBands';
import { tickText } from '../pure/ticks';
import type { Range, Zoom } from '../pure/zoom';
import type { RunLooks } from './runLooks';

/** The students of all runs by epoch: one curve for each run, the mean of its seeds, within the area between them. */
export class ComparedCurves {
  readonly element: HTMLElement;
  readonly charts: readonly LineChart[];
  private readonly accuracy: LineChart;
  private readonly loss: LineChart;
  private allEpochs: Range = [1, 1];

  constructor(
    private readonly looks: RunLooks,
    events: Omit<ChartEvents, 'onZoom'> & { readonly onZoom: (zoom: Zoom, all: Range) => void },
  ) {
    const ofChart: ChartEvents = {
      ...events,
      onZoom: (zoom) => {
        events.onZoom(zoom, this.allEpochs);
      },
    };
    this.accuracy = new LineChart(t('Validation accuracy by epoch'), ofChart);
    this.loss = new LineChart(t('Validation loss by epoch'), ofChart);
    this.charts = [this.accuracy, this.loss];
    this.element = h('div', { class: 'charts' }, this.accuracy.element, this.loss.element);
  }

  show(runs: readonly ComparedRun[], zoom: Range | undefined): void {
    const last = Math.max(1, ...runs.flatMap((run) => studentsOf(run).map(({ epochs }) => epochs.length)));
    this.allEpochs = [1, last];
    const view = {
      range: zoom ?? this.allEpochs,
      xScale: 'linear',
      yScale: 'linear',
      outliers: 'shown',
      xLabel: t('Epoch'),
      formatX: (x: number) => (Number.isInteger(x) ? String(x) : significant(x)),
    } as const;
    this.accuracy.show({
      ...view,
      ...this.drawing(runs, ({ validation, train }) => (validation ?? train).accuracy),
      formatY: (y) => percent(y, 1),
    });
    this.loss.show({
      ...view,
      ...this.drawing(runs, ({ validation, train }) => (validation ?? train).loss),
      formatY: tickText,
    });
  }

  recolour(): void {
    for (const chart of this.charts) chart.recolour();
  }

  private drawing(
    runs: readonly ComparedRun[],
    valueOf: (epoch: EpochEnded) => number,
  ): { readonly lines: readonly ChartLine[]; readonly bands: readonly ChartBand[] } {
    const drawn = runs.flatMap((run) => {
      const seeds = studentsOf(run).map(({ epochs }): Line => ({
        x: epochs.map(({ epoch }) => epoch),
        y: epochs.map((epoch) => valueOf(epoch)),
      }));
      const { folder } = run.head;
      const common = {
        key: folder,
        group: folder,
        name: this.looks.nameOf(run),
        colour: this.looks.colourOf(run),
        look: 'plain' as const,
      };
      return seeds.length === 0 ? [] : [{ common, seeds }];
    });
    return {
      lines: drawn.map(({ common, seeds }) => ({ ...common, ...meanOf(seeds) })),
      bands: drawn
        .filter(({ seeds }) => seeds.length > 1)
        .map(({ common, seeds }) => ({ ...common, ...hullOf(seeds.map(thinBand)) })),
    };
  }
}

/** The students of a run of which there is something to draw. */
function studentsOf({ stages }: ComparedRun): readonly StageModel[] {
  return stages.filter(({ head, epochs }) => roleOf(head.stage) === 'student' && epochs.length > 0);
}
