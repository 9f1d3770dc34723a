import type { Channel } from '../base/channel';
import { h } from '../base/dom';
import { statusLook } from '../base/icons';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { ViewStore } from '../base/viewState';
import { type ComparedColumn, type ComparedRun, sortRuns } from '../pure/comparing';

export interface RunTableView {
  readonly runs: readonly ComparedRun[];
  readonly columns: readonly ComparedColumn[];
  /** One of the page's colour variables. */
  readonly variableOf: (run: ComparedRun) => `--${string}`;
}

/** Runs with their results and settings, sortable; a star before each. */
export function runTable(
  { runs, columns, variableOf }: RunTableView,
  { store, channel }: { readonly store: ViewStore; readonly channel: Channel },
): HTMLElement {
  const [direction, key] = splitSort(store.current.sortedBy);
  const sortedBy = columns.find((candidate) => candidate.key === key);
  const sorted = sortedBy ? sortRuns(runs, sortedBy, direction) : runs;

  const columnHead = (column: ComparedColumn): HTMLElement => {
    const isSorted = sortedBy?.key === column.key;
    return h(
      'th',
      { scope: 'col', 'aria-sort': isSorted ? direction : 'none' },
      h(
        'button',
        {
          class: 'sort',
          'data-key': `sort ${column.key}`,
          onclick: () => {
            const next = isSorted && direction === 'descending' ? 'ascending' : 'descending';
            store.change({ sortedBy: `${next} ${column.key}` });
          },
        },
        shownName(column.title, 40),
        isSorted ? (direction === 'ascending' ? ' ↑' : ' ↓') : '',
      ),
    );
  };

  const star = ({ head: { folder, starred } }: ComparedRun): HTMLElement =>
    h(
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

  const link = (run: ComparedRun): HTMLElement => {
    const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.setProperty('background-color', `var(${variableOf(run)})`);
    const { name, id, status, folder } = run.head;
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
      `${shownName(name)} · ${shownName(id)} · ${statusLook(status).word}`,
    );
  };

  return h(
    'table',
    { class: 'numbers-table' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('Run')), ...columns.map(columnHead))),
    h(
      'tbody',
      {},
      ...sorted.map((run) =>
        h(
          'tr',
          { 'data-run': run.head.folder },
          h('th', { scope: 'row' }, star(run), ' ', link(run)),
          ...columns.map((column) => h('td', { class: 'number' }, shownName(column.textOf(run), 60))),
        ),
      ),
    ),
  );
}

function splitSort(sortedBy: string | undefined): readonly ['ascending' | 'descending', string] {
  const [word = '', ...key] = (sortedBy ?? '').split(' ');
  return [word === 'ascending' ? 'ascending' : 'descending', key.join(' ')];
}
