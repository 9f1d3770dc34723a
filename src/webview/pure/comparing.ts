import { bytes, decimal, duration, milliseconds, percent, points } from '../../common/format';
import type { RunHead, RunSetting } from '../../protocol/dashboard';
import type { Interval, NetworkReport, Report } from '../../protocol/report';
import type { StageModel } from './runModel';

/** Results and settings of one run, for comparing. */
export interface ComparedRun {
  readonly head: RunHead;
  readonly stages: readonly StageModel[];
  readonly report: Report | undefined;
}

/** One column of the table of runs. */
export interface ComparedColumn {
  readonly key: string;
  readonly title: string;
  readonly kind: 'setting' | 'result' | 'interval';
  /** Of results that are good or bad. */
  readonly better?: 'higher' | 'lower';
  /** For sorting; text for settings. */
  readonly valueOf: (run: ComparedRun) => number | string | undefined;
  readonly textOf: (run: ComparedRun) => string;
}

const ABSENT = '–';

interface Result extends Pick<ComparedColumn, 'title' | 'better'> {
  readonly valueOf: (run: ComparedRun) => number | undefined;
  readonly format: (value: number) => string;
}

function result({ format, ...column }: Result): ComparedColumn {
  return {
    ...column,
    key: `result ${column.title}`,
    kind: 'result',
    textOf: (run) => {
      const value = column.valueOf(run);
      return value === undefined ? ABSENT : format(value);
    },
  };
}

const asPercent = (value: number): string => percent(value);

/** Over the seeds, as in the report of a run. */
function studentMean(measure: (student: NetworkReport) => number): (run: ComparedRun) => number | undefined {
  return ({ report }) => {
    const values = report?.students.map(measure) ?? [];
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

export const studentBytes = studentMean(({ cost }) => cost.bytes);
export const studentLatency = studentMean(({ cost }) => cost.latency.p50);
export const studentAccuracy = ({ report }: ComparedRun): number | undefined => report?.studentAccuracy?.mean;

/** What was measured, whatever the settings. */
export function resultColumns(titles: {
  readonly student: string;
  readonly baseline: string;
  readonly teacher: string;
  readonly difference: string;
  readonly interval: string;
  readonly size: string;
  readonly latency: string;
  readonly calibration: string;
  readonly took: string;
}): ComparedColumn[] {
  return [
    result({ title: titles.student, better: 'higher', valueOf: studentAccuracy, format: asPercent }),
    result({
      title: titles.baseline,
      valueOf: ({ report }) => report?.baselineAccuracy?.mean,
      format: asPercent,
    }),
    result({
      title: titles.difference,
      better: 'higher',
      valueOf: ({ report }) => report?.comparison?.mean,
      format: (value) => points(value),
    }),
    differenceInterval(titles.interval),
    result({
      title: titles.teacher,
      valueOf: ({ report }) => report?.teacher?.test.accuracy,
      format: asPercent,
    }),
    result({ title: titles.size, better: 'lower', valueOf: studentBytes, format: bytes }),
    // Measured anew in each run: of networks alike, the fastest is so by chance.
    result({ title: titles.latency, valueOf: studentLatency, format: milliseconds }),
    result({
      title: titles.calibration,
      better: 'lower',
      valueOf: studentMean(({ test }) => test.calibrationError),
      format: (value) => decimal(100 * value, 2),
    }),
    result({
      title: titles.took,
      valueOf: ({ head: { startedAt, endedAt } }) =>
        startedAt !== undefined && endedAt !== undefined ? (endedAt - startedAt) / 1000 : undefined,
      format: duration,
    }),
  ];
}

/** The 95 % interval of the difference from the baseline, in points: over the seeds, or of the one seed over test examples. */
function differenceInterval(title: string): ComparedColumn {
  const intervalOf = ({ report }: ComparedRun): Interval | undefined =>
    report?.comparison?.interval ?? report?.comparison?.exampleInterval;
  return {
    key: `result ${title}`,
    title,
    kind: 'interval',
    valueOf: (run) => intervalOf(run)?.[0],
    textOf: (run) => {
      const interval = intervalOf(run);
      return interval ? interval.map((end) => points(end)).join(' … ') : ABSENT;
    },
  };
}

/** The best value of a column, when some run has another; undefined where none is better than another. */
export function bestValue(
  runs: readonly ComparedRun[],
  { better, valueOf }: ComparedColumn,
): number | undefined {
  const values = runs.map((run) => valueOf(run)).filter((value) => typeof value === 'number');
  if (better === undefined || new Set(values).size < 2) return undefined;
  return better === 'higher' ? Math.max(...values) : Math.min(...values);
}

/** With what computed: times of different engines tell nothing of the networks. */
function settingsOf({ settings, engine }: RunHead): readonly RunSetting[] {
  return engine === undefined ? settings : [...settings, { name: 'engine', value: engine }];
}

/** Every setting that any of the runs has; only those that differ between them when asked. */
export function settingColumns(runs: readonly ComparedRun[], which: 'all' | 'different'): ComparedColumn[] {
  const values = new Map<string, (string | undefined)[]>();
  for (const [index, { head }] of runs.entries()) {
    for (const { name, value } of settingsOf(head)) {
      const row = values.get(name) ?? new Array<string | undefined>(runs.length).fill(undefined);
      row[index] = value;
      values.set(name, row);
    }
  }
  return [...values]
    .filter(([, row]) => which === 'all' || new Set(row).size > 1)
    .map(([name]) => {
      const valueOf = ({ head }: ComparedRun): string | undefined =>
        settingsOf(head).find((setting) => setting.name === name)?.value;
      return {
        key: `setting ${name}`,
        title: name,
        kind: 'setting',
        valueOf: (run) => {
          const text = valueOf(run);
          const number = Number(text);
          return text !== undefined && text !== '' && Number.isFinite(number) ? number : text;
        },
        textOf: (run) => valueOf(run) ?? ABSENT,
      };
    });
}

/** Titles of columns, by their keys: of a setting's path as many of the last parts as no other column ends with. */
export function shortTitles(columns: readonly ComparedColumn[]): ReadonlyMap<string, string> {
  const paths = columns.map(({ kind, title }) => (kind === 'setting' ? title.split('.') : [title]));
  const ending = (path: readonly string[], length: number): string => path.slice(-length).join('.');
  return new Map(
    columns.map(({ key }, index) => {
      const path = paths[index] ?? [];
      const isAlone = (length: number): boolean =>
        paths.every((other) => other === path || ending(other, length) !== ending(path, length));
      let length = 1;
      while (length < path.length && !isAlone(length)) length++;
      return [key, ending(path, length)];
    }),
  );
}

/** The runs that have every word of a filter in their name, id, tags, settings or state; in any case of letters. */
export function filterRuns(
  runs: readonly ComparedRun[],
  filter: string,
  which: 'all' | 'starred',
): ComparedRun[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(({ head, report }) => {
    if (which === 'starred' && !head.starred) return false;
    const text = [
      head.name,
      head.id,
      head.status,
      report?.verdict.kind ?? '',
      ...head.tags,
      ...settingsOf(head).map(({ name, value }) => `${name}=${value}`),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The order of texts in which numbers count as such: `[32]` is before `[128]`. */
export const byNumbersWithin = new Intl.Collator(undefined, { numeric: true }).compare;

/** The runs in the order of a column; those without a value last, in both directions. */
export function sortRuns(
  runs: readonly ComparedRun[],
  column: ComparedColumn,
  direction: 'ascending' | 'descending',
): ComparedRun[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...runs].sort((a, b) => {
    const [x, y] = [column.valueOf(a), column.valueOf(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * byNumbersWithin(String(x), String(y));
  });
}

/** Which points no other beats: nothing costs less or equal and is at least as good, with one of them better. */
export function paretoFront(
  points_: readonly { readonly cost: number; readonly quality: number }[],
): boolean[] {
  return points_.map(
    (point) =>
      !points_.some(
        (other) =>
          other.cost <= point.cost &&
          other.quality >= point.quality &&
          (other.cost < point.cost || other.quality > point.quality),
      ),
  );
}
