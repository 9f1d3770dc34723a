import { bytes, decimal, duration, milliseconds, percent, points } from '../../common/format';
import type { RunHead } from '../../protocol/dashboard';
import type { Report } from '../../protocol/report';
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
  readonly kind: 'setting' | 'result';
  /** For sorting; text for settings. */
  readonly valueOf: (run: ComparedRun) => number | string | undefined;
  readonly textOf: (run: ComparedRun) => string;
}

const ABSENT = '–';

function result(
  title: string,
  valueOf: (run: ComparedRun) => number | undefined,
  format: (value: number) => string,
): ComparedColumn {
  return {
    key: `result ${title}`,
    title,
    kind: 'result',
    valueOf,
    textOf: (run) => {
      const value = valueOf(run);
      return value === undefined ? ABSENT : format(value);
    },
  };
}

const asPercent = (value: number): string => percent(value);

export const studentBytes = ({ report }: ComparedRun): number | undefined => report?.students[0]?.cost.bytes;
export const studentLatency = ({ report }: ComparedRun): number | undefined =>
  report?.students[0]?.cost.latency.p50;
export const studentAccuracy = ({ report }: ComparedRun): number | undefined => report?.studentAccuracy?.mean;

/** What was measured, whatever the settings. */
export function resultColumns(titles: {
  readonly student: string;
  readonly baseline: string;
  readonly teacher: string;
  readonly difference: string;
  readonly size: string;
  readonly latency: string;
  readonly calibration: string;
  readonly took: string;
}): ComparedColumn[] {
  return [
    result(titles.student, studentAccuracy, asPercent),
    result(titles.baseline, ({ report }) => report?.baselineAccuracy?.mean, asPercent),
    result(
      titles.difference,
      ({ report }) => report?.comparison?.mean,
      (value) => points(value),
    ),
    result(titles.teacher, ({ report }) => report?.teacher?.test.accuracy, asPercent),
    result(titles.size, studentBytes, bytes),
    result(titles.latency, studentLatency, milliseconds),
    result(
      titles.calibration,
      ({ report }) => report?.students[0]?.test.calibrationError,
      (value) => decimal(100 * value, 2),
    ),
    result(
      titles.took,
      ({ head }) =>
        head.startedAt !== undefined && head.endedAt !== undefined
          ? (head.endedAt - head.startedAt) / 1000
          : undefined,
      duration,
    ),
  ];
}

/** Every setting that any of the runs has; only those that differ between them when asked. */
export function settingColumns(runs: readonly ComparedRun[], which: 'all' | 'different'): ComparedColumn[] {
  const values = new Map<string, (string | undefined)[]>();
  for (const [index, { head }] of runs.entries()) {
    for (const { name, value } of head.settings) {
      const row = values.get(name) ?? new Array<string | undefined>(runs.length).fill(undefined);
      row[index] = value;
      values.set(name, row);
    }
  }
  return [...values]
    .filter(([, row]) => which === 'all' || new Set(row).size > 1)
    .map(([name]) => {
      const valueOf = ({ head }: ComparedRun): string | undefined =>
        head.settings.find((setting) => setting.name === name)?.value;
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
      ...head.settings.map(({ name, value }) => `${name}=${value}`),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

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
    return sign * String(x).localeCompare(String(y));
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
