import type { Interval } from '../../common/quality';
import { counted, percent, points } from '../../common/format';
import type { Comparison, Summary, Verdict, VerdictKind } from '../../protocol/report';

export interface Evidence {
  readonly method: string;
  /** Absent without a baseline, or when no seed has both networks. */
  readonly comparison?: Comparison;
  readonly studentAccuracy?: Summary;
  readonly testExamples: number;
  readonly baselineWanted: boolean;
}

/** What the sentence is about. Every method with a teacher is distillation. */
function subjectOf(method: string): string {
  if (method === 'label-smoothing') return 'Label smoothing';
  return method === 'labels' ? 'Training with labels only' : 'Distillation';
}

function kindOf([low, high]: Interval): Exclude<VerdictKind, 'not-compared'> {
  if (low > 0) return 'helped';
  return high < 0 ? 'hurt' : 'no-clear-difference';
}

/** "95 % interval +0.11 to +0.73": in percentage points. */
export function intervalText([low, high]: Interval): string {
  return `95 % interval ${points(low)} to ${points(high)}`;
}

/**
 * Whether the student is better than the baseline, in one sentence: "helped" or "hurt" only if the 95 % interval of the
 * difference leaves out 0. The interval is the one over seeds, except where the seeds show no spread (there is one, or all
 * differ alike): then it is the one over test examples, and the sentence says so.
 */
export function judge(evidence: Evidence): Verdict {
  const { comparison, testExamples } = evidence;
  if (comparison === undefined) return { kind: 'not-compared', sentence: notCompared(evidence) };
  const overExamples = comparison.exampleInterval;
  const seeds = comparison.seeds.length;
  const difference = `${points(comparison.mean)} points of test accuracy`;
  const examplesText = `95 % interval over ${counted(testExamples, 'test example')}`;
  const limits = `${points(overExamples[0])} to ${points(overExamples[1])}`;
  if (comparison.interval === undefined) {
    const kind = kindOf(overExamples);
    return {
      kind,
      sentence: `${openingOf(kind, evidence.method)} with the one seed tried: ${difference} (${examplesText} ${limits}); one seed can't tell merit from luck.`,
    };
  }
  if (comparison.differences.every((value) => value === comparison.differences[0])) {
    const kind = kindOf(overExamples);
    return {
      kind,
      sentence: `${openingOf(kind, evidence.method)}: ${difference} with each of ${counted(seeds, 'seed')} (${examplesText} ${limits}).`,
    };
  }
  const kind = kindOf(comparison.interval);
  const opening = openingOf(kind, evidence.method);
  const interval = intervalText(comparison.interval);
  return {
    kind,
    sentence:
      kind === 'hurt'
        ? `${opening} here (${difference} over ${counted(seeds, 'seed')}, ${interval}).`
        : `${opening}: ${difference} over ${counted(seeds, 'seed')} (${interval}).`,
  };
}

function openingOf(kind: Exclude<VerdictKind, 'not-compared'>, method: string): string {
  switch (kind) {
    case 'helped':
      return `${subjectOf(method)} helped`;
    case 'hurt':
      return `${subjectOf(method)} did not help`;
    case 'no-clear-difference':
      return 'No clear difference';
  }
}

function notCompared({ method, studentAccuracy, baselineWanted }: Evidence): string {
  if (studentAccuracy === undefined) return 'Not compared: no student was trained to its end.';
  const reason = baselineWanted
    ? 'no seed has both a student and a baseline that were trained to their end'
    : `the experiment has no baseline, so what ${subjectOf(method).toLowerCase()} adds is unknown`;
  return `Not compared: ${reason}; the student answers ${percent(studentAccuracy.mean)} of the test examples rightly.`;
}
