import { h, setChildren } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { HeatmapContent } from './heatmapDrawing';

const MOST_ROWS = 40;
const LONGEST_NAME = 20;

/** The numbers behind a map, built only when they are opened: a thousand classes are a million cells. */
export class HeatmapTable {
  private readonly table = h('div', { class: 'scroll' });
  readonly element = h(
    'details',
    {
      ontoggle: () => {
        this.fill();
      },
    },
    h('summary', {}, t('As a table')),
    this.table,
  );
  private content: HeatmapContent | undefined;

  constructor(private readonly cellText: (value: number) => string) {}

  show(content: HeatmapContent): void {
    this.content = content;
    this.fill();
  }

  private fill(): void {
    const { content } = this;
    if (!content || !this.element.open) return;
    const { length } = content.rows;
    setChildren(
      this.table,
      length > MOST_ROWS
        ? h('p', {}, t('{0} rows are too many for a table; the cursor above reads every cell.', length))
        : h('table', { class: 'numbers-table' }, headOf(content), this.bodyOf(content)),
    );
  }

  private bodyOf({ rows, columns, values }: HeatmapContent): HTMLElement {
    const cellOf = (value: number): HTMLElement =>
      h('td', { class: 'number' }, Number.isNaN(value) ? '–' : this.cellText(value));
    return h(
      'tbody',
      {},
      ...rows.map((name, row) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, shownName(name, LONGEST_NAME)),
          ...columns.map((_, column) => cellOf(values[row * columns.length + column] ?? NaN)),
        ),
      ),
    );
  }
}

function headOf({ columns, rowTitle, columnTitle }: HeatmapContent): HTMLElement {
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col' }, `${rowTitle} ╲ ${columnTitle}`),
      ...columns.map((name) => h('th', { scope: 'col' }, shownName(name, LONGEST_NAME))),
    ),
  );
}
