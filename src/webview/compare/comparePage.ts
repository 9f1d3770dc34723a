import { bytes, milliseconds, percent, significant } from '../../common/format';
import type { ComparedRun } from '../../protocol/dashboard';
import type { EpochEnded } from '../../protocol/events';
import { checkbox } from '../base/controls';
import { h, setChildren } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { statusLook } from '../base/icons';
import { t } from '../base/text';
import { type ChartLine, LineChart } from '../charts/lineChart';
import type { Page, PageContext } from '../page';
import {
  type ComparedColumn,
  resultColumns,
  settingColumns,
  sortRuns,
  studentBytes,
  studentLatency,
} from '../pure/comparing';
import { scatter } from './scatter';

const COLOURS = 8;

/** Runs beside each other: curves, results, settings, and what they cost. */
export class ComparePage implements Page {
  readonly element = h('div', { class: 'page compare' });
  private readonly loss: LineChart;
  private readonly accuracy: LineChart;
  private readonly table = h('div', { class: 'scroll' });
  private readonly plots = h('div', { class: 'charts' });
  private readonly title = h('h1', {}, t('Compared runs'));
  private runs: readonly ComparedRun[] = [];

  constructor(private readonly context: PageContext) {
    const { store, channel } = context;
    const events = {
      onZoom: (zoom: readonly [number, number] | undefined): void => {
        store.change({ zoom });
      },
      onSave: (picture: string, png: Uint8Array): void => {
        void channel.request('savePicture', { picture, png });
      },
    };
    this.loss = new LineChart(t('Validation loss by epoch'), events);
    this.accuracy = new LineChart(t('Validation accuracy by epoch'), events);
    const waiting = h('p', { class: 'empty' }, t('Reading the records…'));
    this.element.append(h('header', { class: 'run-header' }, this.title), waiting);
    void channel.request('compared', {}).then((runs) => {
      this.runs = runs;
      waiting.remove();
      this.element.append(
        h('div', { class: 'charts' }, this.accuracy.element, this.loss.element),
        h(
          'section',
          { class: 'card' },
          h('h2', {}, t('Settings and results')),
          checkbox(t('Only what differs'), store.current.onlyDifferent, (onlyDifferent) => {
            store.change({ onlyDifferent });
          }),
          this.table,
        ),
        this.plots,
      );
      this.update();
    });
  }

  apply(): void {
    // Comparing asks once; it follows no run.
  }

  update(): void {
    if (this.runs.length === 0) return;
    this.drawCurves();
    this.drawTable();
    setChildren(
      this.plots,
      scatter(this.runs, {
        title: t('Student accuracy against size'),
        costOf: studentBytes,
        formatCost: bytes,
        colourOf: (run) => this.colourOf(run),
      }),
      scatter(this.runs, {
        title: t('Student accuracy against latency'),
        costOf: studentLatency,
        formatCost: milliseconds,
        colourOf: (run) => this.colourOf(run),
      }),
    );
  }

  recolour(): void {
    this.update();
    this.loss.recolour();
    this.accuracy.recolour();
  }

  private drawCurves(): void {
    const { zoom } = this.context.store.current;
    const last = Math.max(
      1,
      ...this.runs.flatMap(({ epochs }) => epochs.map((stage) => stage.epochs.length)),
    );
    const view = {
      bands: [],
      range: zoom ?? ([1, last] as const),
      xScale: 'linear',
      yScale: 'linear',
      outliers: 'shown',
      xLabel: t('Epoch'),
      formatX: wholeOr(significant),
    } as const;
    this.accuracy.show({
      ...view,
      lines: this.lines(({ validation, train }) => (validation ?? train).accuracy),
      formatY: (y) => percent(y, 1),
    });
    this.loss.show({
      ...view,
      lines: this.lines(({ validation, train }) => (validation ?? train).loss),
      formatY: (y) => significant(y, 2),
    });
  }

  private lines(value: (epoch: EpochEnded) => number): ChartLine[] {
    return this.runs.flatMap((run) =>
      run.epochs
        .filter(({ stage, epochs }) => stage.startsWith('student-') && epochs.length > 0)
        .map(({ stage, epochs }) => ({
          key: `${run.head.folder} ${stage}`,
          name: `${shownName(run.head.name, 24)}, ${stageName(stage)}`,
          colour: this.variableOf(run),
          look: 'plain' as const,
          x: epochs.map(({ epoch }) => epoch),
          y: epochs.map((epoch) => value(epoch)),
        })),
    );
  }

  private drawTable(): void {
    const { onlyDifferent, sortedBy } = this.context.store.current;
    const columns = [
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
      ...settingColumns(this.runs, onlyDifferent ? 'different' : 'all'),
    ];
    const [direction, key] = splitSort(sortedBy);
    const column = columns.find((candidate) => candidate.key === key);
    const sorted = column ? sortRuns(this.runs, column, direction) : this.runs;
    setChildren(
      this.table,
      h(
        'table',
        { class: 'numbers-table' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t('Run')),
            ...columns.map((each) => this.columnHead(each, column, direction)),
          ),
        ),
        h(
          'tbody',
          {},
          ...sorted.map((run) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, this.runLink(run)),
              ...columns.map((each) => h('td', { class: 'number' }, shownName(each.textOf(run), 60))),
            ),
          ),
        ),
      ),
    );
  }

  private columnHead(
    column: ComparedColumn,
    sorted: ComparedColumn | undefined,
    direction: 'ascending' | 'descending',
  ): HTMLElement {
    const isSorted = sorted?.key === column.key;
    return h(
      'th',
      { scope: 'col', 'aria-sort': isSorted ? direction : 'none' },
      h(
        'button',
        {
          class: 'sort',
          onclick: () => {
            const next = isSorted && direction === 'descending' ? 'ascending' : 'descending';
            this.context.store.change({ sortedBy: `${next} ${column.key}` });
          },
        },
        shownName(column.title, 40),
        isSorted ? (direction === 'ascending' ? ' ↑' : ' ↓') : '',
      ),
    );
  }

  private runLink(run: ComparedRun): HTMLElement {
    const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.setProperty('background-color', this.colourOf(run));
    return h(
      'button',
      {
        class: 'link',
        title: shownName(run.head.id, 200),
        onclick: () => {
          this.context.channel.send({ type: 'openRun', folder: run.head.folder });
        },
      },
      swatch,
      `${shownName(run.head.name)} · ${shownName(run.head.id)} · ${statusLook(run.head.status).word}`,
    );
  }

  private variableOf(run: ComparedRun): `--${string}` {
    return `--run-${this.runs.indexOf(run) % COLOURS}`;
  }

  private colourOf(run: ComparedRun): string {
    return `var(${this.variableOf(run)})`;
  }
}

/** Whole numbers without decimals, others as told. */
function wholeOr(format: (x: number) => string): (x: number) => string {
  return (x) => (Number.isInteger(x) ? String(x) : format(x));
}

function splitSort(sortedBy: string | undefined): readonly ['ascending' | 'descending', string] {
  const [word = '', ...key] = (sortedBy ?? '').split(' ');
  return [word === 'ascending' ? 'ascending' : 'descending', key.join(' ')];
}
