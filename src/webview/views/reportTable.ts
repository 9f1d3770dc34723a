import { bytes, count, decimal, duration, milliseconds, percent } from '../../common/format';
import type { NetworkReport, Report } from '../../protocol/report';
import { h } from '../base/dom';
import { t } from '../base/text';

const ABSENT = '–';

type Measure = (network: NetworkReport) => number | undefined;
type Format = (value: number) => string;

interface Row {
  readonly name: string;
  readonly measure: Measure;
  readonly format: Format;
}

/** Teacher, student and baseline beside each other; several seeds as mean ± standard deviation. */
export function reportTable(report: Report): HTMLElement {
  const columns = [
    { role: 'teacher', title: t('Teacher'), networks: report.teacher ? [report.teacher] : [] },
    { role: 'student', title: t('Student'), networks: report.students },
    { role: 'baseline', title: t('Baseline'), networks: report.baselines },
  ].filter(({ networks }) => networks.length > 0);
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, ''),
        ...columns.map(({ role, title }) =>
          h('th', { scope: 'col', class: `role-name role-${role}` }, title),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows().map(({ name, measure, format }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          ...columns.map(({ networks }) => h('td', { class: 'number' }, spread(networks, measure, format))),
        ),
      ),
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, t('95 % interval, %')),
        ...columns.map(({ networks }) => h('td', { class: 'number' }, interval(networks))),
      ),
    ),
  );
}

function rows(): readonly Row[] {
  const inPercent: Format = (value) => decimal(100 * value, 2);
  return [
    { name: t('Test accuracy, %'), measure: ({ test }) => test.accuracy, format: inPercent },
    { name: t('Test errors'), measure: ({ test }) => test.errors, format: shortCount },
    { name: t('Calibration error, %'), measure: ({ test }) => test.calibrationError, format: inPercent },
    { name: t('Train accuracy, %'), measure: ({ trainAccuracy }) => trainAccuracy, format: inPercent },
    {
      name: t('Agrees with teacher, %'),
      measure: ({ agreementWithTeacher }) => agreementWithTeacher,
      format: inPercent,
    },
    {
      name: t('KL from teacher, nats'),
      measure: ({ divergenceFromTeacher }) => divergenceFromTeacher,
      format: (value) => decimal(value, 4),
    },
    { name: t('Parameters'), measure: ({ cost }) => cost.parameters, format: count },
    { name: t('On disk'), measure: ({ cost }) => cost.bytes, format: bytes },
    { name: t('Latency, p50'), measure: ({ cost }) => cost.latency.p50, format: milliseconds },
    { name: t('Latency, p95'), measure: ({ cost }) => cost.latency.p95, format: milliseconds },
    {
      name: t('Examples/s, batch 128'),
      measure: ({ cost }) => cost.throughput,
      format: (value) => count(Math.round(value)),
    },
    { name: t('Training time'), measure: ({ trainingSeconds }) => trainingSeconds, format: duration },
  ];
}

function shortCount(value: number): string {
  return Number.isInteger(value) ? count(value) : decimal(value, 1);
}

function spread(networks: readonly NetworkReport[], measure: Measure, format: Format): string {
  const values = networks.map(measure).filter((value) => value !== undefined);
  if (values.length === 0) return ABSENT;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
  return values.length === 1 || deviation === 0 ? format(mean) : `${format(mean)} ± ${format(deviation)}`;
}

function interval(networks: readonly NetworkReport[]): string {
  const [first] = networks;
  if (!first) return ABSENT;
  if (networks.length > 1) return t('per seed below');
  return first.test.accuracyInterval.map((bound) => decimal(100 * bound, 2)).join(' – ');
}

/** Every seed by itself, with its interval. */
export function seedTable({ students, baselines, comparison }: Report): HTMLElement | undefined {
  const seeds = [...new Set([...students, ...baselines].map(({ seed }) => seed))].filter(
    (seed) => seed !== undefined,
  );
  if (seeds.length === 0) return undefined;
  const cell = (network: NetworkReport | undefined): HTMLElement =>
    h(
      'td',
      { class: 'number' },
      network
        ? `${percent(network.test.accuracy)} (${network.test.accuracyInterval.map((bound) => decimal(100 * bound, 1)).join(' – ')})`
        : ABSENT,
    );
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...[t('Seed'), t('Student'), t('Baseline'), t('Difference, points')].map((title) =>
          h('th', { scope: 'col' }, title),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...seeds.map((seed) => {
        const difference = comparison?.differences[comparison.seeds.indexOf(seed)];
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, seed),
          cell(students.find((network) => network.seed === seed)),
          cell(baselines.find((network) => network.seed === seed)),
          h('td', { class: 'number' }, difference === undefined ? ABSENT : decimal(100 * difference, 2)),
        );
      }),
    ),
  );
}
