import { readFile } from 'node:fs/promises';
import { bytes, factor, milliseconds, percent, points } from '../../common/format';
import { visibleText } from '../../common/text';
import { titleOf, type RunEntry } from '../records/entry';

/** The run's report as Markdown; of a run without one, what its record tells so far. */
export async function summaryMarkdown(entry: RunEntry): Promise<string> {
  try {
    return (await readFile(entry.folder.reportMarkdown, 'utf8')).trimEnd();
  } catch {
    return madeSummary(entry);
  }
}

/** A summary of what is known of a run that has no report. */
export function madeSummary(entry: RunEntry): string {
  const { status, sentence, settings, results, startedAt } = entry.summary;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['status', status],
    ['started', startedAt === undefined ? undefined : new Date(startedAt).toISOString()],
    ['method', settings.method],
    ['temperature', settings.temperature?.toString()],
    ['alpha', settings.alpha?.toString()],
    ['seeds', settings.seeds?.join(', ')],
    ['teacher accuracy', shown(results.teacherAccuracy, percent)],
    ['student accuracy', shown(results.studentAccuracy, percent)],
    ['baseline accuracy', shown(results.baselineAccuracy, percent)],
    ['difference (points)', shown(results.difference, points)],
    ['compression', shown(results.compression, factor)],
    ['speed-up', shown(results.speedUp, factor)],
    ['student size', shown(results.studentBytes, bytes)],
    ['student latency', shown(results.studentLatency, milliseconds)],
  ];
  const table = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`| ${name} | ${escapeMarkdown(value)} |`],
  );
  return [
    `## ${escapeMarkdown(titleOf(entry))}`,
    '',
    ...(sentence === undefined ? [] : [escapeMarkdown(sentence), '']),
    `Run \`${entry.summary.id.replaceAll('`', '')}\``,
    '',
    '| | |',
    '|---|---|',
    ...table,
  ].join('\n');
}

function shown(value: number | undefined, format: (value: number) => string): string | undefined {
  return value === undefined ? undefined : format(value);
}

/** Somebody's text so that Markdown shows it as it stands. */
export function escapeMarkdown(text: string): string {
  return visibleText(text).replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');
}
