import { confusedPairs } from '../../common/confusedPairs';
import {
  bytes,
  count,
  counted,
  decimal,
  duration,
  factor,
  milliseconds,
  percent,
  points,
} from '../../common/format';
import { truncate, visibleText } from '../../common/text';
import { mean, standardDeviation } from '../../engine/evaluation';
import type { NetworkReport, Report, VerdictKind } from '../../protocol/report';
import { intervalText } from './verdict';

/** A report in the order it is read, before it is set in Markdown or for a terminal. Texts are as they are, unescaped. */
export type Block =
  | { readonly kind: 'verdict'; readonly text: string; readonly verdict: VerdictKind }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** The first column is text, the others are numbers. */
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'warning'; readonly text: string; readonly mend?: string }
  | { readonly kind: 'settings'; readonly entries: readonly (readonly [name: string, value: string])[] };

const ABSENT = '–';
const LONGEST_NAME = 24;
const MOST_CONFUSED_PAIRS = 5;

export function titleOf(report: Report): string {
  return `Distillation report: ${report.name}`;
}

export function contentOf(report: Report): Block[] {
  return [
    { kind: 'verdict', text: report.verdict.sentence, verdict: report.verdict.kind },
    ...warnings(report),
    ...networks(report),
    ...seeds(report),
    ...confusions(report),
    { kind: 'heading', text: 'Settings' },
    {
      kind: 'settings',
      entries: [['Run', report.run], ...report.settings.map(({ name, value }) => [name, value] as const)],
    },
  ];
}

function warnings(report: Report): Block[] {
  if (report.warnings.length === 0) return [];
  return [
    { kind: 'heading', text: 'Warnings' },
    ...report.warnings.map(({ message, mend }): Block => ({
      kind: 'warning',
      text: onOneLine(message),
      ...(mend === undefined ? {} : { mend: onOneLine(mend) }),
    })),
  ];
}

function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** One kind of network in the table: a teacher, or the students or baselines of all seeds. */
interface Column {
  readonly title: string;
  readonly networks: readonly NetworkReport[];
}

function columnsOf(report: Report): Column[] {
  const columns: Column[] = [
    { title: 'Teacher', networks: report.teacher === undefined ? [] : [report.teacher] },
    { title: 'Student', networks: report.students },
    { title: 'Baseline', networks: report.baselines },
  ];
  return columns.filter((column) => column.networks.length > 0);
}

type Measure = (network: NetworkReport) => number | undefined;

function valuesOf(networks: readonly NetworkReport[], measure: Measure): number[] {
  return networks.map(measure).filter((value) => value !== undefined);
}

/** The mean over the networks, with its standard deviation where there are several. */
function withSpread(
  networks: readonly NetworkReport[],
  measure: Measure,
  format: (value: number) => string,
): string {
  const values = valuesOf(networks, measure);
  if (values.length === 0) return ABSENT;
  const deviation = standardDeviation(values);
  return deviation === undefined ? format(mean(values)) : `${format(mean(values))} ± ${format(deviation)}`;
}

function withoutSpread(
  networks: readonly NetworkReport[],
  measure: Measure,
  format: (value: number) => string,
): string {
  const values = valuesOf(networks, measure);
  return values.length === 0 ? ABSENT : format(mean(values));
}

const asPercent = (value: number): string => decimal(100 * value, 2);
const asNats = (value: number): string => decimal(value, 4);
/** Counts of examples: whole for one network, a mean with one decimal for several. */
const asExamples = (networks: readonly NetworkReport[]): ((value: number) => string) =>
  networks.length === 1 ? count : (value) => decimal(value, 1);

type Row = readonly [name: string, cell: (networks: readonly NetworkReport[]) => string];

const ROWS: readonly Row[] = [
  ['Test accuracy, %', (networks) => withSpread(networks, ({ test }) => test.accuracy, asPercent)],
  [
    '  95 % interval (Wilson)',
    (networks) => {
      const [only, ...others] = networks;
      if (only === undefined || others.length > 0) return ABSENT;
      return only.test.accuracyInterval.map(asPercent).join(' to ');
    },
  ],
  ['Test errors', (networks) => withSpread(networks, ({ test }) => test.errors, asExamples(networks))],
  ['Test loss, nats', (networks) => withSpread(networks, ({ test }) => test.loss, asNats)],
  [
    'Calibration error, %',
    (networks) => withSpread(networks, ({ test }) => test.calibrationError, asPercent),
  ],
  ['Train accuracy, %', (networks) => withSpread(networks, ({ trainAccuracy }) => trainAccuracy, asPercent)],
  [
    'Train − test, points',
    (networks) => withSpread(networks, ({ generalizationGap }) => generalizationGap, asPercent),
  ],
  [
    'Agrees with teacher, %',
    (networks) => withSpread(networks, ({ agreementWithTeacher }) => agreementWithTeacher, asPercent),
  ],
  [
    'KL from teacher, nats',
    (networks) => withSpread(networks, ({ divergenceFromTeacher }) => divergenceFromTeacher, asNats),
  ],
  ['Parameters', (networks) => withoutSpread(networks, ({ cost }) => cost.parameters, count)],
  ['On disk', (networks) => withoutSpread(networks, ({ cost }) => cost.bytes, bytes)],
  ['Latency, p50', (networks) => withoutSpread(networks, ({ cost }) => cost.latency.p50, milliseconds)],
  ['Latency, p95', (networks) => withoutSpread(networks, ({ cost }) => cost.latency.p95, milliseconds)],
  [
    'Examples/s, batch 128',
    (networks) =>
      withoutSpread(
        networks,
        ({ cost }) => cost.throughput,
        (value) => count(Math.round(value)),
      ),
  ],
  [
    'Training time',
    (networks) => withoutSpread(networks, ({ trainingSeconds }) => trainingSeconds, duration),
  ],
];

function networks(report: Report): Block[] {
  const columns = columnsOf(report);
  const [first] = columns;
  if (first === undefined) return [];
  const rows = ROWS.map(([name, cell]) => [name, ...columns.map((column) => cell(column.networks))]);
  const several = columns.some((column) => column.networks.length > 1);
  const examples = first.networks[0]?.test.examples ?? 0;
  const basis = `Measured on ${counted(examples, 'test example')} of ${counted(report.classNames.length, 'class', 'classes')}${several ? '; ± is the standard deviation over seeds' : ''}.`;
  return [
    { kind: 'heading', text: 'Networks' },
    { kind: 'text', text: basis },
    {
      kind: 'table',
      header: ['', ...columns.map(({ title }) => title)],
      rows: rows.filter(([, ...cells]) => cells.some((cell) => cell !== ABSENT)),
    },
    ...savings(report),
  ];
}

function savings({ compression, speedUp }: Report): Block[] {
  if (compression === undefined || speedUp === undefined) return [];
  return [
    {
      kind: 'text',
      text: `Compression: ${factor(compression.parameters)} in parameters, ${factor(compression.bytes)} on disk. Speed-up: ${factor(speedUp.latency)} in latency (p50), ${factor(speedUp.throughput)} in throughput.`,
    },
  ];
}

function seeds(report: Report): Block[] {
  const { comparison, students, baselines } = report;
  const named = [...new Set([...students, ...baselines].map(({ seed }) => seed))].filter(
    (seed) => seed !== undefined,
  );
  if (named.length === 0) return [];
  const rows = named.map((seed) => {
    const student = students.find((network) => network.seed === seed);
    const baseline = baselines.find((network) => network.seed === seed);
    const place = comparison?.seeds.indexOf(seed) ?? -1;
    const difference = comparison?.differences[place];
    return [
      String(seed),
      student === undefined ? ABSENT : percent(student.test.accuracy),
      baseline === undefined ? ABSENT : percent(baseline.test.accuracy),
      difference === undefined ? ABSENT : points(difference),
      `${keptEpoch(student)} / ${keptEpoch(baseline)}`,
    ];
  });
  const table: Block =
    baselines.length === 0
      ? {
          kind: 'table',
          header: ['Seed', 'Student', 'Epoch'],
          rows: students.map((network) => [
            String(network.seed),
            percent(network.test.accuracy),
            keptEpoch(network),
          ]),
        }
      : { kind: 'table', header: ['Seed', 'Student', 'Baseline', 'Difference', 'Epochs kept'], rows };
  return [{ kind: 'heading', text: 'Seeds' }, table, ...comparisonText(report)];
}

function keptEpoch(network: NetworkReport | undefined): string {
  return network?.keptEpoch === undefined ? ABSENT : count(network.keptEpoch);
}

function comparisonText({ comparison }: Report): Block[] {
  if (comparison === undefined) return [];
  const [first] = comparison.seeds;
  const spread =
    comparison.standardDeviation === undefined ? '' : ` ± ${decimal(100 * comparison.standardDeviation, 2)}`;
  const overSeeds =
    comparison.interval === undefined
      ? ''
      : `, ${intervalText(comparison.interval)} (Student's t over seeds)`;
  return [
    {
      kind: 'text',
      text: `Student − baseline: ${points(comparison.mean)}${spread} points${overSeeds}. Seed ${first ?? ''} alone: ${intervalText(comparison.exampleInterval)} over test examples (Newcombe's paired interval).`,
    },
  ];
}

function confusions(report: Report): Block[] {
  const columns = columnsOf(report);
  const pairs = confusedPairs(report.students, MOST_CONFUSED_PAIRS);
  if (pairs.length === 0) return [];
  const nameOf = (label: number): string =>
    truncate(visibleText(report.classNames[label] ?? String(label)), LONGEST_NAME);
  return [
    { kind: 'heading', text: 'Most confused by the student' },
    {
      kind: 'table',
      header: ['Class → answer', ...columns.map(({ title }) => title)],
      rows: pairs.map(({ label, answer }) => [
        `${nameOf(label)} → ${nameOf(answer)}`,
        ...columns.map(({ networks: ofColumn }) =>
          withoutSpread(ofColumn, ({ test }) => test.confusion[label]?.[answer], asExamples(ofColumn)),
        ),
      ]),
    },
  ];
}
