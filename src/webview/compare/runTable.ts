import type { Channel } from '../base/channel';
import { h } from '../base/dom';
import { icon, statusLook } from '../base/icons';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { ViewStore } from '../base/viewState';
import { bestValue, type ComparedColumn, type ComparedRun, shortTitles, sortRuns } from '../pure/comparing';
import type { RunLooks } from './runLooks';

export interface RunTableView {
  readonly runs: readonly ComparedRun[];
  readonly columns: readonly ComparedColumn[];
  readonly looks: RunLooks;
}

export interface RunTableContext {
  readonly store: ViewStore;
  readonly channel: Channel;
}

/** Runs with their settings and results, sortable; a star before each, and the best of each result in bold. */
export function runTable({ runs, columns, looks }: RunTableView, context: RunTableContext): HTMLElement {
  const [direction, key] = splitSort(context.store.current.sortedBy);
  const sortedBy = columns.find((candidate) => candidate.key === key);
  const sorted = sortedBy ? sortRuns(runs, sortedBy, direction) : runs;
  const titles = shortTitles(columns);
  const best = new Map(columns.map((column) => [column, bestValue(runs, column)]));
  const cell = (run: ComparedRun, column: ComparedColumn): HTMLElement => {
    const isBest = best.get(column) !== undefined && best.get(column) === column.valueOf(run);
    return h('td', { class: isBest ? 'number best' : 'number' }, shownName(column.textOf(run), 60));
  };
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, t('Run')),
        ...columns.map((column) => {
          const sorting = column === sortedBy ? direction : 'none';
          return columnHead({ column, title: titles.get(column.key) ?? '', sorting }, context);
        }),
      ),
    ),
    h(
      'tbody',
      {},
      ...sorted.map((run) =>
        h(
          'tr',
          { 'data-run': run.head.folder },
          h(
            'th',
            { scope: 'row' },
            h('div', { class: 'run-cell' }, star(run, context), link(run, looks, context)),
          ),
          ...columns.map((column) => cell(run, column)),
        ),
      ),
    ),
  );
}

interface ColumnHead {
  readonly column: ComparedColumn;
  readonly title: string;
  readonly sorting: 'ascending' | 'descending' | 'none';
}

function columnHead({ column, title, sorting }: ColumnHead, { store }: RunTableContext): HTMLElement {
  const arrows = { ascending: ' ↑', descending: ' ↓', none: '' };
  return h(
    'th',
    { scope: 'col', 'aria-sort': sorting },
    h(
      'button',
      {
        class: 'sort',
        'data-key': `sort ${column.key}`,
        title: shownName(column.title, 200),
        onclick: () => {
          const next = sorting === 'descending' ? 'ascending' : 'descending';
          store.change({ sortedBy: `${next} ${column.key}` });
        },
      },
      shownName(title),
      arrows[sorting],
    ),
  );
}

function star({ head: { folder, starred } }: ComparedRun, { channel }: RunTableContext): HTMLElement {
  return h(
    'button',
    {
      class: 'sort star',
      'data-key': `star ${folder}`,
      'aria-pressed': starred ? 'true' : 'false',
      'aria-label': t('Star'),
      onclick: () => {
        channel.send({ type: 'action', action: starred ? 'unstarRun' : 'starRun', folder });
      },
    },
    starred ? '★' : '☆',
  );
}

function link(run: ComparedRun, looks: RunLooks, { channel }: RunTableContext): HTMLElement {
  const { name, id, status, folder, startedAt } = run.head;
  const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.setProperty('background-color', `var(${looks.colourOf(run)})`);
  const look = statusLook(status);
  return h(
    'button',
    {
      class: 'link',
      'data-key': `open ${folder}`,
      title: shownName(id, 200),
      onclick: () => {
        channel.send({ type: 'openRun', folder });
      },
    },
    swatch,
    shownName(name),
    h(
      'span',
      { class: `status status-${status}`, title: look.word },
      icon(look.shape),
      h('span', { class: 'for-ears' }, look.word),
    ),
    h('span', { class: 'quiet' }, startedAt === undefined ? shownName(id) : dateFormat.format(startedAt)),
  );
}

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

function splitSort(sortedBy: string | undefined): readonly ['ascending' | 'descending', string] {
  const [word = '', ...key] = (sortedBy ?? '').split(' ');
  return [word === 'ascending' ? 'ascending' : 'descending', key.join(' ')];
}
