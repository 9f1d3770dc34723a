import { bytes, milliseconds, percent, significant } from '../../common/format';
import type { RunUpdate } from '../../protocol/dashboard';
import type { EpochEnded } from '../../protocol/events';
import { checkbox } from '../base/controls';
import { h, setChildren, setChildrenKeepingFocus, setText } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import type { ChartLine } from '../charts/chartView';
import { LineChart } from '../charts/lineChart';
import type { Page, PageContext } from '../page';
import {
  type ComparedColumn,
  type ComparedRun,
  filterRuns,
  resultColumns,
  settingColumns,
  studentBytes,
  studentLatency,
} from '../pure/comparing';
import { isWithin, parallelAxes } from '../pure/parallel';
import { roleOf, RunModel, type StageModel } from '../pure/runModel';
import { tickText } from '../pure/ticks';
import type { Range, Zoom } from '../pure/zoom';
import { Emphasis } from './emphasis';
import { ParallelCoordinates } from './parallel';
import { runTable } from './runTable';
import { Scatter } from './scatter';
import { SoftTargetsBeside } from './softTargetsBeside';

const COLOURS = 8;
const READING_MILLISECONDS = 300;

/** Runs beside each other, also while they train: curves, results, settings, what they cost, and their soft targets. */
export class ComparePage implements Page {
  readonly element: HTMLElement;
  private readonly models: ReadonlyMap<string, RunModel>;
  private readonly loss: LineChart;
  private readonly accuracy: LineChart;
  private readonly table = h('div', { class: 'scroll run-table' });
  private readonly scatters: readonly Scatter[];
  private readonly shownCount = h('span', { class: 'quiet', role: 'status' });
  private readonly columnChoice = h('div', { class: 'toolbar' });
  private readonly parallel: ParallelCoordinates;
  private readonly beside: SoftTargetsBeside;
  private readonly waiting = h('p', { class: 'empty' }, t('Reading the records…'));
  private readonly body: HTMLElement;
  private readonly emphasis: Emphasis;
  private columnsShown = '';
  private allEpochs: Range = [1, 1];
  private waitingToDraw: number | undefined;

  constructor(
    folders: readonly string[],
    private readonly context: PageContext,
  ) {
    const { store, channel } = context;
    this.models = new Map(folders.map((folder) => [folder, new RunModel()]));
    const onSave = (picture: string, png: Uint8Array): void => {
      void channel.request('savePicture', { picture, png });
    };
    const events = {
      onZoom: (zoom: Zoom): void => {
        store.change({ zoom: zoom(store.current.zoom ?? this.allEpochs) });
      },
      onSave,
      onNear: (folder: string | undefined) => {
        this.emphasis.put(folder);
      },
    };
    this.loss = new LineChart(t('Validation loss by epoch'), events);
    this.accuracy = new LineChart(t('Validation accuracy by epoch'), events);
    this.parallel = new ParallelCoordinates({
      onBrush: (brushes) => {
        store.change({ brushes });
      },
      onSave,
    });
    const looks = { variableOf: (run: ComparedRun) => this.variableOf(run), onSave };
    this.scatters = [
      new Scatter({
        ...looks,
        title: t('Student accuracy against size'),
        costOf: studentBytes,
        formatCost: bytes,
      }),
      new Scatter({
        ...looks,
        title: t('Student accuracy against latency'),
        costOf: studentLatency,
        formatCost: milliseconds,
      }),
    ];
    this.beside = new SoftTargetsBeside(context);
    this.body = h(
      'div',
      { class: 'compare', hidden: true },
      this.toolbar(),
      h(
        'section',
        { class: 'card' },
        h('h2', {}, t('Settings and results')),
        this.table,
        h('details', {}, h('summary', {}, t('Columns')), this.columnChoice),
      ),
      h('div', { class: 'charts' }, this.accuracy.element, this.loss.element),
      this.parallel.element,
      h('div', { class: 'charts' }, ...this.scatters.map(({ element }) => element)),
      this.beside.element,
    );
    this.element = h(
      'div',
      { class: 'page compare' },
      h('header', { class: 'run-header' }, h('h1', {}, t('Compared runs'))),
      this.waiting,
      this.body,
    );
    this.emphasis = new Emphasis(this.body, [this.accuracy, this.loss]);
  }

  apply({ folder, increments }: RunUpdate): void {
    for (const increment of increments) this.models.get(folder)?.apply(increment);
    this.update();
  }

  /** Draws at most once a frame; less often while records are still being read, since each is drawn with all others. */
  update(): void {
    this.waitingToDraw ??= window.setTimeout(
      () => {
        requestAnimationFrame(() => {
          this.waitingToDraw = undefined;
          this.render();
        });
      },
      this.runs().length < this.models.size ? READING_MILLISECONDS : 0,
    );
  }

  recolour(): void {
    this.update();
    this.loss.recolour();
    this.accuracy.recolour();
  }

  private toolbar(): HTMLElement {
    const { store } = this.context;
    const { filter, onlyStarred, onlyDifferent } = store.current;
    const input = h('input', {
      class: 'text',
      type: 'search',
      'aria-label': t('Filter'),
      placeholder: t('Name, tag or setting'),
      oninput: () => {
        store.change({ filter: input.value });
      },
    });
    input.value = filter;
    return h(
      'div',
      { class: 'toolbar' },
      h('label', { class: 'field' }, h('span', {}, t('Filter')), input),
      checkbox(t('Only starred'), onlyStarred, (checked) => {
        store.change({ onlyStarred: checked });
      }),
      checkbox(t('Only what differs'), onlyDifferent, (checked) => {
        store.change({ onlyDifferent: checked });
      }),
      this.shownCount,
    );
  }

  private render(): void {
    const { filter, onlyStarred, brushes, hiddenColumns } = this.context.store.current;
    const all = this.runs();
    this.waiting.hidden = all.length > 0;
    this.body.hidden = all.length === 0;
    if (all.length === 0) return;
    const filtered = filterRuns(all, filter, onlyStarred ? 'starred' : 'all');
    const candidates = this.columns(filtered);
    this.updateColumnChoice(candidates);
    const columns = candidates.filter(({ key }) => !hiddenColumns.includes(key));
    const axes = parallelAxes(filtered, [
      ...columns.filter(({ kind }) => kind === 'setting'),
      ...columns.filter(({ kind }) => kind === 'result'),
    ]);
    const shown = filtered.filter((run) => isWithin(run, axes, brushes));
    const variableOf = (run: ComparedRun): `--${string}` => this.variableOf(run);
    setText(this.shownCount, t('{0} of {1} runs', shown.length, all.length));
    this.drawCurves(shown);
    this.parallel.show({ runs: filtered, axes, brushes, variableOf });
    setChildrenKeepingFocus(this.table, runTable({ runs: shown, columns, variableOf }, this.context));
    for (const scatter of this.scatters) scatter.show(shown);
    this.beside.show(shown);
    this.emphasis.show();
  }

  private runs(): ComparedRun[] {
    return [...this.models.values()].flatMap(({ head, stages, report }) =>
      head ? [{ head, stages: [...stages.values()], report }] : [],
    );
  }

  private columns(runs: readonly ComparedRun[]): ComparedColumn[] {
    return [
      ...resultColumns({
        student: t('Student'),
        baseline: t('Baseline'),
        teacher: t('Teacher'),
        difference: t('Difference, points'),
        size: t('Size'),
        latency: t('Latency, p50'),
        calibration: t('Calibration error, %'),
        took: t('Took'),
      }),
      ...settingColumns(runs, this.context.store.current.onlyDifferent ? 'different' : 'all'),
    ];
  }

  private updateColumnChoice(columns: readonly ComparedColumn[]): void {
    const { store } = this.context;
    const facts = columns.map(({ key }) => key).join('\n');
    if (facts === this.columnsShown) return;
    this.columnsShown = facts;
    setChildren(
      this.columnChoice,
      ...columns.map(({ key, title }) =>
        checkbox(shownName(title), !store.current.hiddenColumns.includes(key), (checked) => {
          const others = store.current.hiddenColumns.filter((hidden) => hidden !== key);
          store.change({ hiddenColumns: checked ? others : [...others, key] });
        }),
      ),
    );
  }

  private drawCurves(runs: readonly ComparedRun[]): void {
    const { zoom } = this.context.store.current;
    const last = Math.max(
      1,
      ...runs.flatMap(({ stages }) => studentsOf(stages).map(({ epochs }) => epochs.length)),
    );
    this.allEpochs = [1, last];
    const view = {
      bands: [],
      range: zoom ?? this.allEpochs,
      xScale: 'linear',
      yScale: 'linear',
      outliers: 'shown',
      xLabel: t('Epoch'),
      formatX: (x: number) => (Number.isInteger(x) ? String(x) : significant(x)),
    } as const;
    this.accuracy.show({
      ...view,
      lines: this.lines(runs, ({ validation, train }) => (validation ?? train).accuracy),
      formatY: (y) => percent(y, 1),
    });
    this.loss.show({
      ...view,
      lines: this.lines(runs, ({ validation, train }) => (validation ?? train).loss),
      formatY: tickText,
    });
  }

  private lines(runs: readonly ComparedRun[], value: (epoch: EpochEnded) => number): ChartLine[] {
    return runs.flatMap((run) =>
      studentsOf(run.stages)
        .filter(({ epochs }) => epochs.length > 0)
        .map(({ head: { stage }, epochs }) => ({
          key: `${run.head.folder} ${stage}`,
          group: run.head.folder,
          name: `${shownName(run.head.name, 24)}, ${stageName(stage)}`,
          colour: this.variableOf(run),
          look: 'plain' as const,
          x: epochs.map(({ epoch }) => epoch),
          y: epochs.map((epoch) => value(epoch)),
        })),
    );
  }

  /** A run keeps its colour whatever is filtered. */
  private variableOf({ head }: ComparedRun): `--${string}` {
    return `--run-${[...this.models.keys()].indexOf(head.folder) % COLOURS}`;
  }
}

function studentsOf(stages: readonly StageModel[]): readonly StageModel[] {
  return stages.filter(({ head }) => roleOf(head.stage) === 'student');
}
