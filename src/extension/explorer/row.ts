import { decimal, duration, percent, points } from '../../common/format';
import { truncate, visibleText } from '../../common/text';
import type { VerdictKind } from '../../protocol/report';
import { stageTitle } from '../../runs/record/stageTitle';
import type { RunState } from '../../runs';
import { shownName } from '../base/shownText';
import type { RunEntry } from '../records';
import { titleOf } from '../records/entry';

/** In columns. */
const LONGEST_TAG = 24;
const SEPARATOR = ' · ';

/** The row's title: one line of text that acts on nothing, however the run was named. */
export function labelOf(entry: RunEntry): string {
  return shownName(titleOf(entry));
}

/**
 * What stands beside the title, the most telling first, since a narrow view cuts the rest. Live: "43 % · student, seed 1 ·
 * epoch 3/10 · accuracy 97.6 % · 2 min 05 s left"; ended: "97.90 % (+0.30) · 24 Nov, 13:02".
 *
 * @param locale a BCP 47 tag, for dates
 */
export function descriptionOf({ summary, annotations }: RunEntry, locale: string): string {
  const parts = summary.live ? liveParts(summary.live) : endedParts(summary, locale);
  const star = annotations.starred ? ['★'] : [];
  const tags = annotations.tags.map((tag) => `#${truncate(visibleText(tag), LONGEST_TAG)}`);
  return [...star, ...(summary.status === 'paused' ? ['paused'] : []), ...parts, ...tags].join(SEPARATOR);
}

function liveParts(live: NonNullable<RunEntry['summary']['live']>): string[] {
  const { stage, epoch, totalEpochs, accuracy, fraction, secondsLeft } = live;
  return [
    ...(fraction === undefined ? [] : [`${decimal(100 * fraction, 0)} %`]),
    stageTitle(stage),
    ...(epoch === undefined ? [] : [`epoch ${epoch}${totalEpochs === undefined ? '' : `/${totalEpochs}`}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${percent(accuracy, 1)}`]),
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
  ];
}

function endedParts({ results, status, startedAt }: RunEntry['summary'], locale: string): string[] {
  const { studentAccuracy, teacherAccuracy, difference } = results;
  const accuracy = studentAccuracy ?? teacherAccuracy;
  const difference_ = difference === undefined ? '' : ` (${points(difference)})`;
  return [
    ...(status === 'done' || status === 'running' ? [] : [status]),
    ...(accuracy === undefined ? [] : [`${percent(accuracy)}${difference_}`]),
    ...(startedAt === undefined ? [] : [moment(startedAt, locale)]),
  ];
}

function moment(time: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

export interface RowIcon {
  /** Of VS Code's product icons. */
  readonly id: string;
  /** Of VS Code's theme colours. */
  readonly color?: string;
}

const STATUS_ICONS: Readonly<Record<Exclude<RunState, 'done'>, RowIcon>> = {
  running: { id: 'sync~spin', color: 'charts.blue' },
  paused: { id: 'debug-pause', color: 'charts.yellow' },
  stopped: { id: 'debug-stop' },
  crashed: { id: 'debug-disconnect', color: 'charts.red' },
  failed: { id: 'error', color: 'charts.red' },
};

const VERDICT_ICONS: Readonly<Record<VerdictKind, RowIcon>> = {
  helped: { id: 'arrow-up', color: 'charts.green' },
  hurt: { id: 'arrow-down', color: 'editorWarning.foreground' },
  'no-clear-difference': { id: 'check', color: 'charts.blue' },
  'not-compared': { id: 'check' },
};

/** The status and, of a finished run, whether distillation helped: in shape as well as in colour. */
export function iconOf({ summary }: RunEntry): RowIcon {
  return summary.status === 'done'
    ? VERDICT_ICONS[summary.verdict ?? 'not-compared']
    : STATUS_ICONS[summary.status];
}

/** The words by which menus know what can be done with a run. */
export function contextOf({ summary, annotations }: RunEntry): string {
  const words: readonly (readonly [word: string, holds: boolean])[] = [
    ['run', true],
    [summary.status, true],
    ['live', summary.status === 'running' || summary.status === 'paused'],
    ['resumable', summary.resumable],
    ['starred', annotations.starred],
    ['archived', annotations.archived],
    ['hasReport', summary.verdict !== undefined],
    ['hasStudent', summary.hasStudent],
  ];
  return words.flatMap(([word, holds]) => (holds ? [word] : [])).join(' ');
}
