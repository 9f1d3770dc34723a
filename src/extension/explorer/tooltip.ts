import { bytes, duration, factor, milliseconds, percent, points } from '../../common/format';
import { truncate, visibleText } from '../../common/text';
import type { RunOutline } from '../../runs';
import { stageTitle } from '../../runs/record/stageTitle';
import type { NetworkReport, Report } from '../../protocol/report';
import type { RunEntry } from '../records';
import { labelOf } from './row';

const LONGEST_TEXT = 300;
/** After Markdown is done, VS Code makes icons of every `$(name)` that is left; not of this. */
const DOLLAR = '&#36;';

/** Text of unknown origin as Markdown that shows just that text. */
export function markdownText(text: string): string {
  return truncate(visibleText(text), LONGEST_TEXT)
    .replace(/[\\`*_{}[\]()#+\-.!<>|~&:@]/g, '\\$&')
    .replaceAll('$', DOLLAR);
}

/** What a run's row tells on hovering, in Markdown: verdict, table of the report, stages, warnings. */
export function tooltipOf(entry: RunEntry, outline: RunOutline, report: Report | undefined): string {
  const sentence = entry.summary.sentence;
  return [
    `**${markdownText(labelOf(entry))}** · ${entry.summary.status}`,
    ...(sentence === undefined ? [] : [markdownText(sentence)]),
    report ? reportTable(report) : stageTable(outline),
    ...(report ? comparisonLines(report) : []),
    ...outline.warnings.map(({ message, mend }) => {
      return `$(warning) ${markdownText(mend === undefined ? message : `${message} ${mend}`)}`;
    }),
    ...(outline.damage.damagedLines > 0 ? ['$(warning) Part of this record is damaged and left out.'] : []),
    `\`${entry.summary.id}\``,
  ].join('\n\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? ':--' : '--:'));
  return [header, rule, ...rows].map(line).join('\n');
}

function reportTable({ teacher, students, baselines }: Report): string {
  const networks = [...(teacher ? [teacher] : []), ...students, ...baselines];
  const severalSeeds = students.length > 1 || baselines.length > 1;
  return table(
    ['', 'test accuracy', 'errors', 'ECE', 'parameters', 'size', 'latency'],
    networks.map((network) => [
      titleOfNetwork(network, severalSeeds ? 'with seed' : 'alone'),
      ...cellsOf(network),
    ]),
  );
}

function titleOfNetwork({ role, seed }: NetworkReport, seeds: 'with seed' | 'alone'): string {
  return seeds === 'with seed' && seed !== undefined && role !== 'teacher' ? `${role}, seed ${seed}` : role;
}

function cellsOf({ test, cost }: NetworkReport): string[] {
  return [
    percent(test.accuracy),
    String(test.errors),
    percent(test.calibrationError),
    cost.parameters.toLocaleString('en'),
    bytes(cost.bytes),
    milliseconds(cost.latency.p50),
  ];
}

function comparisonLines({ comparison, compression, speedUp }: Report): string[] {
  return [
    [
      ...(comparison ? [`Student − baseline: ${points(comparison.mean)} points`] : []),
      ...(compression ? [`${factor(compression.parameters)} fewer parameters than the teacher`] : []),
      ...(speedUp ? [`${factor(speedUp.latency)} its speed`] : []),
    ].join(' · '),
  ].filter((line) => line !== '');
}

function stageTable({ stages }: RunOutline): string {
  return table(
    ['stage', 'status', 'time'],
    stages.map(({ stage, status, seconds }) => [
      stageTitle(stage),
      status,
      seconds === undefined ? '–' : duration(seconds),
    ]),
  );
}
