import { bytes, count, factor, percent } from '../../common/format';
import type { NetworkReport, Report, Role } from '../../protocol/report';
import { h, svg } from '../base/dom';
import { t } from '../base/text';

interface Line {
  readonly role: Role;
  readonly name: string;
  readonly networks: readonly NetworkReport[];
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
}

const WIDTH = 300;
const ROW = 24;

/** Test accuracies as dots with their intervals, on one scale, with size and cost beside them. */
export function dotPlot(report: Report): HTMLElement {
  const lines = linesOf(report);
  if (lines.length === 0) return h('p', { class: 'quiet' }, t('No network was measured.'));
  const low = Math.min(...lines.map((line) => line.low));
  const high = Math.max(...lines.map((line) => line.high));
  const margin = Math.max(0.002, (high - low) * 0.08);
  const x = (accuracy: number): number =>
    6 + ((accuracy - (low - margin)) / (high - low + 2 * margin)) * (WIDTH - 12);
  return h(
    'div',
    {},
    h(
      'table',
      { class: 'dot-plot' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, t('Network')),
          h('th', { scope: 'col' }, t('Test accuracy')),
          h('th', { scope: 'col', class: 'plot-cell' }, h('span', { class: 'for-ears' }, t('Interval'))),
          h('th', { scope: 'col' }, t('Size')),
        ),
      ),
      h('tbody', {}, ...lines.map((line) => row(line, x))),
    ),
    h('p', { class: 'quiet' }, footnote(report)),
  );
}

function row(line: Line, x: (accuracy: number) => number): HTMLElement {
  const middle = ROW / 2;
  const first = line.networks[0];
  const picture = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${ROW}`,
      class: `dots role-${line.role}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': t('95 % interval {0} to {1}', percent(line.low), percent(line.high)),
    },
    svg('line', { x1: 0, x2: WIDTH, y1: middle, y2: middle, class: 'dots-track' }),
    svg('line', { x1: x(line.low), x2: x(line.high), y1: middle, y2: middle, class: 'dots-interval' }),
    ...line.networks.map(({ test }) =>
      svg('line', {
        x1: x(test.accuracy),
        x2: x(test.accuracy),
        y1: middle - 4,
        y2: middle + 4,
        class: 'dots-one',
      }),
    ),
    svg('line', {
      x1: x(line.accuracy),
      x2: x(line.accuracy),
      y1: middle - 9,
      y2: middle + 9,
      class: 'dots-mean',
    }),
  );
  return h(
    'tr',
    {},
    h('th', { scope: 'row', class: `role-name role-${line.role}` }, line.name),
    h('td', { class: 'number' }, percent(line.accuracy)),
    h('td', { class: 'plot-cell' }, picture),
    h('td', { class: 'number' }, first ? bytes(first.cost.bytes) : ''),
  );
}

function linesOf(report: Report): Line[] {
  const groups = [
    { role: 'teacher', name: t('Teacher'), networks: report.teacher ? [report.teacher] : [] },
    { role: 'student', name: t('Student'), networks: report.students },
    { role: 'baseline', name: t('Baseline'), networks: report.baselines },
  ] as const;
  return groups
    .filter(({ networks }) => networks.length > 0)
    .map(({ role, name, networks }) => {
      const accuracies = networks.map(({ test }) => test.accuracy);
      const intervals = networks.map(({ test }) => test.accuracyInterval);
      return {
        role,
        name,
        networks,
        accuracy: accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length,
        low: Math.min(...intervals.map(([low]) => low)),
        high: Math.max(...intervals.map(([, high]) => high)),
      };
    });
}

function footnote(report: Report): string {
  const examples = (report.teacher ?? report.students[0])?.test.examples;
  const parts = examples === undefined ? [] : [t('{0} test examples', count(examples))];
  const seeds = report.students.length;
  parts.push(
    seeds > 1
      ? t('thick mark: mean of {0} seeds, thin marks: each seed, line: their 95 % intervals together', seeds)
      : t('line: 95 % interval'),
  );
  if (report.compression) parts.push(t('student {0} smaller', factor(report.compression.bytes)));
  if (report.speedUp) parts.push(t('{0} faster', factor(report.speedUp.latency)));
  return `${parts.join(' · ')}.`;
}
