import * as z from 'zod';
import { bytes, duration, factor, milliseconds, percent, points } from '../../common/format';
import type { RunOutline } from '../../runs';
import { stageTitle } from '../../runs/record/stageTitle';
import { shownSentence } from '../base/shownText';
import type { Report } from '../../protocol/report';
import type { RunEntry } from '../records';
import { labelOf } from './row';

/** After Markdown is done, VS Code makes icons of every `$(name)` that is left; not of this. */
const DOLLAR = '&#36;';

/** Text of unknown origin as Markdown that shows just that text. */
export function markdownText(text: string): string {
  return shownSentence(text)
    .replace(/[\\`*_{}[\]()#+\-.!<>|~&:@]/g, '\\$&')
    .replaceAll('$', DOLLAR);
}

const networkSchema = z.object({
  role: z.enum(['teacher', 'student', 'baseline']),
  seed: z.number().optional(),
  test: z.object({ accuracy: z.number(), errors: z.number(), calibrationError: z.number() }),
  cost: z.object({ parameters: z.number(), bytes: z.number(), latency: z.object({ p50: z.number() }) }),
});

/** What the tooltip shows of a report; `readReport` warrants no more than its version. */
const shownSchema = z.object({
  teacher: networkSchema.optional(),
  students: z.array(networkSchema),
  baselines: z.array(networkSchema),
  comparison: z.object({ mean: z.number() }).optional().catch(undefined),
  compression: z.object({ parameters: z.number() }).optional().catch(undefined),
  speedUp: z.object({ latency: z.number() }).optional().catch(undefined),
});

type ShownReport = z.infer<typeof shownSchema>;
type ShownNetwork = z.infer<typeof networkSchema>;

/** What a run's row tells on hovering, in Markdown: verdict, table of the report, stages, warnings. */
export function tooltipOf(entry: RunEntry, outline: RunOutline, report: Report | undefined): string {
  const sentence = entry.summary.sentence;
  const shown = shownSchema.safeParse(report).data;
  return [
    `**${markdownText(labelOf(entry))}** · ${entry.summary.status}`,
    ...(sentence === undefined ? [] : [markdownText(sentence)]),
    shown ? reportTable(shown) : stageTable(outline),
    ...(shown ? comparisonLines(shown) : []),
    ...outline.warnings.map(({ message, mend }) => {
      return `$(warning) ${markdownText(mend === undefined ? message : `${message} ${mend}`)}`;
    }),
    ...damageLines(outline),
    `\`${entry.summary.id}\``,
  ].join('\n\n');
}

/** Of a record whose first event is lost, nothing else is of use. */
function damageLines({ status, startedAt, damage }: RunOutline): string[] {
  if (startedAt === undefined && status !== 'running') {
    return ['$(warning) This record cannot be read. Put its files back from a copy, or delete the run.'];
  }
  return damage.damagedLines > 0 ? ['$(warning) Part of this record is damaged and left out.'] : [];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? ':--' : '--:'));
  return [header, rule, ...rows].map(line).join('\n');
}

function reportTable({ teacher, students, baselines }: ShownReport): string {
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

function titleOfNetwork({ role, seed }: ShownNetwork, seeds: 'with seed' | 'alone'): string {
  return seeds === 'with seed' && seed !== undefined && role !== 'teacher' ? `${role}, seed ${seed}` : role;
}

function cellsOf({ test, cost }: ShownNetwork): string[] {
  return [
    percent(test.accuracy),
    String(test.errors),
    percent(test.calibrationError),
    cost.parameters.toLocaleString('en'),
    bytes(cost.bytes),
    milliseconds(cost.latency.p50),
  ];
}

function comparisonLines({ comparison, compression, speedUp }: ShownReport): string[] {
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
