import { bytes, milliseconds } from '../../common/format';
import type { RunUpdate } from '../../protocol/dashboard';
import { checkbox } from '../base/controls';
import { h, setChildren, setChildrenKeepingFocus, setText } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
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
import { RunModel } from '../pure/runModel';
import { ComparedCurves } from './comparedCurves';
import { Emphasis } from './emphasis';
import { ParallelCoordinates } from './parallel';
import { RunLooks } from './runLooks';
import { runTable } from './runTable';
import { Scatter } from './scatter';
import { SoftTargetsBeside } from './softTargetsBeside';

const READING_MILLISECONDS = 300;

/** Runs beside each other, also while they train: curves, results, settings, what they cost, and their soft targets. */
export class ComparePage implements Page {
  readonly element: HTMLElement;
  private readonly models: ReadonlyMap<string, RunModel>;
  private readonly looks: RunLooks;
  private readonly curves: ComparedCurves;
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
    const looks = new RunLooks(folders);
    this.looks = looks;
    this.curves = new ComparedCurves(looks, {
      onZoom: (zoom, all) => {
        store.change({ zoom: zoom(store.current.zoom ?? all) });
      },
      onSave,
      onNear: (folder) => {
        this.emphasis.put(folder);
      },
    });
    this.parallel = new ParallelCoordinates(looks, {
      onBrush: (brushes) => {
        store.change({ brushes });
      },
      onSave,
    });
    this.scatters = [
      new Scatter({
        looks,
        onSave,
        title: t('Student accuracy against size'),
        costOf: studentBytes,
        formatCost: bytes,
      }),
      new Scatter({
        looks,
        onSave,
        title: t('Student accuracy against latency'),
        costOf: studentLatency,
        formatCost: milliseconds,
      }),
    ];
    this.beside = new SoftTargetsBeside(context, looks);
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
      this.curves.element,
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
    this.emphasis = new Emphasis(this.body, [...this.curves.charts, this.parallel, ...this.scatters]);
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
    this.curves.recolour();
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
    const { filter, onlyStarred, brushes, hiddenColumns, zoom } = this.context.store.current;
    const all = this.runs();
    this.waiting.hidden = all.length > 0;
    this.body.hidden = all.length === 0;
    if (all.length === 0) return;
    this.looks.know(all);
    const filtered = filterRuns(all, filter, onlyStarred ? 'starred' : 'all');
    const candidates = this.columns(filtered);
    this.updateColumnChoice(candidates);
    const columns = candidates.filter(({ key }) => !hiddenColumns.includes(key));
    const axes = parallelAxes(filtered, [
      ...columns.filter(({ kind }) => kind === 'setting'),
      ...columns.filter(({ kind }) => kind === 'result'),
    ]);
    const shown = filtered.filter((run) => isWithin(run, axes, brushes));
    setText(this.shownCount, t('{0} of {1} runs', shown.length, all.length));
    this.curves.show(shown, zoom);
    this.parallel.show({ runs: filtered, axes, brushes });
    setChildrenKeepingFocus(this.table, runTable({ runs: shown, columns, looks: this.looks }, this.context));
    for (const scatter of this.scatters) scatter.show(shown);
    this.beside.show(shown);
    this.emphasis.show();
  }

  private runs(): ComparedRun[] {
    return [...this.models.values()].flatMap(({ head, stages, report }) =>
      head ? [{ head, stages: [...stages.values()], report }] : [],
    );
  }

  /** What sets the runs apart comes first, what they have in common last. */
  private columns(runs: readonly ComparedRun[]): ComparedColumn[] {
    const { onlyDifferent } = this.context.store.current;
    const different = settingColumns(runs, 'different');
    const isDifferent = new Set(different.map(({ key }) => key));
    const common = onlyDifferent
      ? []
      : settingColumns(runs, 'all').filter(({ key }) => !isDifferent.has(key));
    const results = resultColumns({
      student: t('Student'),
      baseline: t('Baseline'),
      teacher: t('Teacher'),
      difference: t('Difference, points'),
      interval: t('95 % interval'),
      size: t('Size'),
      latency: t('Latency, p50'),
      calibration: t('Calibration error, %'),
      took: t('Took'),
    });
    return [...different, ...results, ...common];
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
}
