import { count, percent } from '../../common/format';
import {
  SERIES_NAMES,
  type SeriesBuckets,
  type SeriesName,
  type SeriesQuery,
} from '../../protocol/dashboard';
import { h, setShown } from '../base/dom';
import { t } from '../base/text';
import type { ChartView } from '../charts/chartView';
import { LineChart } from '../charts/lineChart';
import { stageAxis } from '../pure/axes';
import { roleOf, type StageModel } from '../pure/runModel';
import { tickText } from '../pure/ticks';
import { type Range, showAll, type Zoom } from '../pure/zoom';
import { AbsenceNote } from './absenceNote';
import { axisWords } from './axisWords';
import {
  type Drawing,
  epochDrawing,
  isReference,
  merged,
  type Placed,
  referenceDrawing,
  stepDrawing,
} from './curveLines';
import { CurvesLegend } from './curvesLegend';
import { curvesToolbar } from './curvesToolbar';
import type { RunContext, View } from './view';

type EpochValue = (stage: StageModel, index: number) => number | undefined;

/** Curves of all networks, over a common x. */
export class Curves implements View {
  readonly element: HTMLElement;
  private readonly legend: CurvesLegend;
  private readonly absence: AbsenceNote;
  private readonly body = h('div', { class: 'charts' });
  private readonly stepCharts: ReadonlyMap<SeriesName, LineChart>;
  private readonly accuracyChart: LineChart;
  private readonly speedChart: LineChart;
  private buckets = new Map<string, SeriesBuckets | null>();
  private asking = false;
  private askAgain = false;
  private asked = '';
  private pixelsAsked: number | undefined;
  private zoomShown: Range | undefined;

  constructor(private readonly context: RunContext) {
    const events = {
      onZoom: (zoom: Zoom): void => {
        this.zoom(zoom);
      },
      onSave: (picture: string, png: Uint8Array): void => {
        void context.channel.request('savePicture', { picture, png });
      },
    };
    this.absence = new AbsenceNote(context, {
      broughtBy: (stage) => roleOf(stage) !== undefined,
      sentences: {
        unplanned: t('This run trains no network.'),
        coming: t('Curves appear with the first training step.'),
        over: t('This run ended before its first training step.'),
      },
    });
    const titles: Readonly<Record<SeriesName, string>> = {
      total: t('Total loss'),
      hard: t('Cross-entropy with labels, nats'),
      soft: t('KL from teacher at T, nats'),
      learningRate: t('Learning rate'),
    };
    this.stepCharts = new Map(SERIES_NAMES.map((name) => [name, new LineChart(titles[name], events)]));
    this.accuracyChart = new LineChart(t('Accuracy (dashed: training sample)'), events);
    this.speedChart = new LineChart(t('Examples a second'), events);
    this.body.append(
      ...[
        this.stepCharts.get('total'),
        this.accuracyChart,
        this.stepCharts.get('soft'),
        this.stepCharts.get('hard'),
        this.stepCharts.get('learningRate'),
        this.speedChart,
      ].flatMap((chart) => (chart ? [chart.element] : [])),
    );
    this.legend = new CurvesLegend(context.store);
    const toolbar = curvesToolbar(context, {
      seedChoice: this.legend.seedChoice,
      onShowAll: () => {
        this.zoom(showAll);
      },
    });
    this.element = h(
      'div',
      { class: 'curves' },
      toolbar,
      this.legend.element,
      this.absence.element,
      this.body,
    );
    new ResizeObserver(() => {
      this.followWidth();
    }).observe(this.body);
  }

  update(): void {
    const begun = this.begun();
    setShown(this.absence.element, begun.length === 0 ? 'shown' : 'hidden');
    setShown(this.body, begun.length > 0 ? 'shown' : 'hidden');
    setShown(this.legend.element, begun.length > 0 ? 'shown' : 'hidden');
    if (begun.length === 0) {
      this.absence.update();
      return;
    }
    this.legend.update(this.drawable());
    // The extension answers while the rest is drawn.
    this.ask();
    this.drawEpochs();
    this.showZoom();
  }

  recolour(): void {
    for (const chart of [...this.stepCharts.values(), this.accuracyChart, this.speedChart]) chart.recolour();
  }

  private begun(): StageModel[] {
    return this.context.model.trained().filter(({ head }) => head.step > 0);
  }

  /** Networks of which there is something to draw, or will be. */
  private drawable(): StageModel[] {
    const { model } = this.context;
    const goesOn = model.head?.status === 'running' || model.head?.status === 'paused';
    return model.trained().filter((stage) => {
      const { step, status } = stage.head;
      return step > 0 || isReference(stage) || (goesOn && (status === 'waiting' || status === 'running'));
    });
  }

  private placed(): Placed[] {
    const { model, store } = this.context;
    const { hiddenSeries, xAxis } = store.current;
    return this.begun().flatMap((stage) => {
      if (hiddenSeries.includes(stage.head.stage)) return [];
      const axis = stageAxis(xAxis, stage.head, stage.epochs, model.head?.batchSize);
      return axis ? [{ stage, axis }] : [];
    });
  }

  /** All of the axis, or what the person zoomed to. */
  private range(placed: readonly Placed[]): Range {
    const { zoom, xScale } = this.context.store.current;
    if (zoom) return zoom;
    const low = Math.min(...placed.map(({ axis }) => axis.toX(xScale === 'log' ? 1 : 0)));
    const high = Math.max(...placed.map(({ stage, axis }) => axis.toX(stage.head.step)));
    return placed.length === 0 ? [0, 1] : [low, high];
  }

  private zoom(zoom: Zoom): void {
    const { store } = this.context;
    const range = zoom(this.range(this.placed()));
    const [low, high] = range ?? [0, 0];
    const isLog = store.current.xScale === 'log';
    store.change({ zoom: range && high > low ? [isLog ? Math.max(low, 1e-9) : low, high] : undefined });
  }

  /** What is known is shown at the new zoom at once; what is missing comes with the answer. */
  private showZoom(): void {
    const { zoom } = this.context.store.current;
    if (zoom === this.zoomShown) return;
    this.zoomShown = zoom;
    if (this.buckets.size > 0) this.drawSteps();
  }

  /** Asks for what is shown; one question at a time, the latest wins. */
  private ask(): void {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    const queries = this.queries();
    const facts = JSON.stringify([queries, this.placed().map(({ stage }) => stage.head.step)]);
    if (facts === this.asked) {
      this.drawSteps();
      return;
    }
    this.asked = facts;
    this.asking = true;
    this.pixelsAsked = this.pixels();
    void this.context.channel
      .request('series', { queries })
      .then((answers) => {
        this.buckets = new Map(queries.map((query, index) => [keyOf(query), answers[index] ?? null]));
        this.drawSteps();
      })
      .finally(() => {
        this.asking = false;
        if (this.askAgain) {
          this.askAgain = false;
          this.ask();
        }
      });
  }

  private queries(): SeriesQuery[] {
    const placed = this.placed();
    const [low, high] = this.range(placed);
    const width = this.pixels();
    const { smoothing } = this.context.store.current;
    return placed.flatMap(({ stage, axis }) => {
      const from = Math.max(1, Math.floor(axis.toStep(low)));
      const to = Math.max(from, Math.ceil(axis.toStep(high)));
      return SERIES_NAMES.map((series) => ({
        stage: stage.head.stage,
        series,
        from,
        to,
        width,
        smoothing: series === 'learningRate' ? 0 : smoothing,
      }));
    });
  }

  /** How finely series are drawn. */
  private pixels(): number {
    return Math.min(4000, Math.round((this.accuracyChart.width * window.devicePixelRatio) / 2) * 2);
  }

  /** A wider chart shows more of a series. */
  private followWidth(): void {
    const isShown = this.body.clientWidth > 0;
    if (isShown && this.pixels() !== this.pixelsAsked) this.ask();
  }

  private drawSteps(): void {
    const placed = this.placed();
    for (const [series, chart] of this.stepCharts) {
      const drawing = stepDrawing(
        placed,
        ({ head: { stage } }) => this.buckets.get(keyOf({ stage, series })),
        this.context.store.current.seeds,
      );
      setShown(chart.element, drawing.lines.length === 0 ? 'hidden' : 'shown');
      if (drawing.lines.length > 0) chart.show(this.viewOf(drawing, placed, tickText));
    }
  }

  private drawEpochs(): void {
    const placed = this.placed();
    const validation: EpochValue = ({ epochs }, index) => epochs[index]?.validation?.accuracy;
    const training: EpochValue = ({ epochs }, index) => epochs[index]?.train.accuracy;
    const speed: EpochValue = ({ epochs }, index) => {
      const epoch = epochs[index];
      const steps = (epoch?.step ?? 0) - (epochs[index - 1]?.step ?? 0);
      const examples = steps * (this.context.model.head?.batchSize ?? 1);
      return epoch && epoch.seconds > 0 ? examples / epoch.seconds : undefined;
    };
    const { seeds } = this.context.store.current;
    const { hiddenSeries } = this.context.store.current;
    const references = this.drawable().filter(({ head }) => !hiddenSeries.includes(head.stage));
    const accuracies = merged([
      referenceDrawing(references, this.range(placed)),
      epochDrawing(placed, validation, { look: 'plain', seeds }),
      epochDrawing(placed, training, { look: 'dashed', seeds }),
    ]);
    this.accuracyChart.show({
      ...this.viewOf(accuracies, placed, (y) => percent(y, 1)),
      yScale: 'linear',
    });
    this.speedChart.show(
      this.viewOf(epochDrawing(placed, speed, { look: 'plain', seeds }), placed, (y) => count(Math.round(y))),
    );
  }

  private viewOf(drawing: Drawing, placed: readonly Placed[], formatY: ChartView['formatY']): ChartView {
    const { xAxis, xScale, yScale, clipOutliers } = this.context.store.current;
    return {
      ...drawing,
      range: this.range(placed),
      xScale,
      yScale,
      outliers: clipOutliers ? 'clipped' : 'shown',
      ...axisWords(xAxis),
      formatY,
    };
  }
}

function keyOf({ stage, series }: Pick<SeriesQuery, 'stage' | 'series'>): string {
  return `${stage} ${series}`;
}
