import { significant } from '../../common/format';
import { h } from '../base/dom';
import { t } from '../base/text';
import type { ChartView } from './chartView';

const MOST_ROWS = 200;

/** The points of a chart as numbers, and above them how many were left out, if any. */
export function pointsTable(
  title: string,
  { lines, bands, formatX, xLabel }: ChartView,
): (HTMLElement | undefined)[] {
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
    title,
    ...(bands.length > 0 ? [t('Smallest of the seeds'), t('Largest of the seeds')] : []),
  ];
  return [
    rows.length > MOST_ROWS
      ? h(
          'p',
          { class: 'quiet' },
          t('The first {0} of {1} points shown; the CSV file has all.', MOST_ROWS, rows.length),
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
          .slice(0, MOST_ROWS)
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
  ];
}
