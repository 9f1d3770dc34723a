import { confusedPairs } from '../../common/confusedPairs';
import { bytes, count, decimal, duration, milliseconds, percent, points } from '../../common/format';
import type { NetworkReport, Report, Role } from '../../protocol/report';
import { h } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';

const ABSENT = '–';
const MOST_CONFUSED_PAIRS = 5;

type Measure = (network: NetworkReport) => number | undefined;
/** Of a mean over so many networks. */
type Format = (value: number, networks: number) => string;

interface Row {
  readonly name: string;
  readonly measure: Measure;
  readonly format: Format;
  /** Of several seeds: the mean with its standard deviation, or alone. */
  readonly seeds: 'spread' | 'mean';
}

interface Column {
  readonly role: Role;
  readonly title: string;
  readonly networks: readonly NetworkReport[];
}

function columnsOf(report: Report): Column[] {
  const columns: Column[] = [
    { role: 'teacher', title: t('Teacher'), networks: report.teacher ? [report.teacher] : [] },
    { role: 'student', title: t('Student'), networks: report.students },
    { role: 'baseline', title: t('Baseline'), networks: report.baselines },
  ];
  return columns.filter(({ networks }) => networks.length > 0);
}

interface TableRow {
  readonly name: string;
  readonly cell: (networks: readonly NetworkReport[]) => string;
}

function tableOf(columns: readonly Column[], corner: string, rows: readonly TableRow[]): HTMLElement {
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, corner),
        ...columns.map(({ role, title }) =>
          h('th', { scope: 'col', class: `role-name role-${role}` }, title),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map(({ name, cell }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          ...columns.map(({ networks }) => h('td', { class: 'number' }, cell(networks))),
        ),
      ),
    ),
  );
}

/** Teacher, student and baseline beside each other; several seeds as mean ± standard deviation. */
export function reportTable(report: Report): HTMLElement {
  const measured = measures().map(({ name, measure, format, seeds }) => ({
    name,
    cell: (networks: readonly NetworkReport[]) => meanText(networks, measure, format, seeds),
  }));
  return tableOf(columnsOf(report), '', [...measured, { name: t('95 % interval, %'), cell: interval }]);
}

/** The student's most frequent mistakes, and how often the others make them; undefined without mistakes. */
export function confusedTable(report: Report): HTMLElement | undefined {
  const pairs = confusedPairs(report.students, MOST_CONFUSED_PAIRS);
  if (pairs.length === 0) return undefined;
  const name = (label: number): string => shownName(report.classNames[label] ?? String(label), 18);
  return tableOf(
    columnsOf(report),
    t('Class → answer'),
    pairs.map(({ label, answer }) => ({
      name: `${name(label)} → ${name(answer)}`,
      cell: (networks) =>
        meanText(networks, ({ test }) => test.confusion[label]?.[answer], exampleCount, 'mean'),
    })),
  );
}

function measures(): readonly Row[] {
  const inPercent: Format = (value) => decimal(100 * value, 2);
  return [
    { name: t('Test accuracy, %'), measure: ({ test }) => test.accuracy, format: inPercent, seeds: 'spread' },
    { name: t('Test errors'), measure: ({ test }) => test.errors, format: exampleCount, seeds: 'spread' },
    {
      name: t('Calibration error, %'),
      measure: ({ test }) => test.calibrationError,
      format: inPercent,
      seeds: 'spread',
    },
    {
      name: t('Train accuracy, %'),
      measure: ({ trainAccuracy }) => trainAccuracy,
      format: inPercent,
      seeds: 'spread',
    },
    {
      name: t('Agrees with teacher, %'),
      measure: ({ agreementWithTeacher }) => agreementWithTeacher,
      format: inPercent,
      seeds: 'spread',
    },
    {
      name: t('KL from teacher, nats'),
      measure: ({ divergenceFromTeacher }) => divergenceFromTeacher,
      format: (value) => decimal(value, 4),
      seeds: 'spread',
    },
    { name: t('Parameters'), measure: ({ cost }) => cost.parameters, format: count, seeds: 'mean' },
    { name: t('On disk'), measure: ({ cost }) => cost.bytes, format: bytes, seeds: 'mean' },
    { name: t('Latency, p50'), measure: ({ cost }) => cost.latency.p50, format: milliseconds, seeds: 'mean' },
    { name: t('Latency, p95'), measure: ({ cost }) => cost.latency.p95, format: milliseconds, seeds: 'mean' },
    {
      name: t('Examples/s, batch 128'),
      measure: ({ cost }) => cost.throughput,
      format: (value) => count(Math.round(value)),
      seeds: 'mean',
    },
    {
      name: t('Training time'),
      measure: ({ trainingSeconds }) => trainingSeconds,
      format: duration,
      seeds: 'mean',
    },
  ];
}

function exampleCount(value: number, networks: number): string {
  return networks === 1 ? count(value) : decimal(value, 1);
}

function meanText(
  networks: readonly NetworkReport[],
  measure: Measure,
  format: Format,
  seeds: Row['seeds'],
): string {
  const values = networks.map(measure).filter((value) => value !== undefined);
  if (values.length === 0) return ABSENT;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
  const isAlone = seeds === 'mean' || values.length === 1 || deviation === 0;
  const text = format(mean, values.length);
  return isAlone ? text : `${text} ± ${format(deviation, values.length)}`;
}

function interval(networks: readonly NetworkReport[]): string {
  const [only, ...others] = networks;
  if (!only || others.length > 0) return ABSENT;
  return only.test.accuracyInterval.map((bound) => decimal(100 * bound, 2)).join(' – ');
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
          h('td', { class: 'number' }, difference === undefined ? ABSENT : points(difference)),
        );
      }),
    ),
  );
}
