import * as z from 'zod';
import type { Report } from '../../protocol/report';
import { readJson } from '../files/json';
import type { RunFolder } from '../layout/folder';
import type { RunOutline } from '../record/outline';
import { readReport, summarizeRun } from '../record/read';
import { progressOf } from './progress';
import { type ResultSummary, type RunSummary, type SettingSummary, VERDICT_KINDS } from './summary';

const experimentFileSchema = z.object({
  source: z.string(),
  scope: z.enum(['full', 'teacher']).catch('full'),
  experiment: z.object({
    distillation: z.object({
      method: z.string().optional().catch(undefined),
      temperature: z.number().optional().catch(undefined),
      alpha: z.number().optional().catch(undefined),
    }),
    seeds: z.array(z.number()).optional().catch(undefined),
  }),
});

function orNone<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

const meanSchema = z.object({ mean: z.number() });
const costSchema = z.object({ bytes: z.number(), latency: z.object({ p50: z.number() }) });

/** What a list shows of a report; `readReport` warrants no more than its version. */
const measuredSchema = z.object({
  verdict: orNone(z.object({ kind: z.enum(VERDICT_KINDS) })),
  teacher: orNone(z.object({ test: z.object({ accuracy: z.number() }) })),
  students: z.array(z.object({ cost: costSchema })).catch([]),
  studentAccuracy: orNone(meanSchema),
  baselineAccuracy: orNone(meanSchema),
  comparison: orNone(meanSchema),
  compression: orNone(z.object({ parameters: z.number() })),
  speedUp: orNone(z.object({ latency: z.number() })),
});

type MeasuredReport = z.infer<typeof measuredSchema>;

/** What does not change over a run's life. */
export interface RunOrigin {
  readonly experimentFile?: string;
  readonly settings: SettingSummary;
}

/** `experiment.json`, as far as a list of runs shows it; empty when it is missing or damaged. */
export function readOrigin(folder: RunFolder): RunOrigin {
  const { data } = experimentFileSchema.safeParse(readJson(folder.experiment));
  if (data === undefined) return { settings: {} };
  const { distillation, seeds } = data.experiment;
  const { method, temperature, alpha } = distillation;
  return {
    experimentFile: data.source,
    settings: {
      scope: data.scope,
      ...(method !== undefined && { method }),
      ...(temperature !== undefined && { temperature }),
      ...(alpha !== undefined && { alpha }),
      ...(seeds !== undefined && { seeds }),
    },
  };
}

/** A run's summary, read anew from its record. Never throws. */
export function summarize(folder: RunFolder): RunSummary {
  return summaryOf(summarizeRun(folder), readOrigin(folder), readReport(folder));
}

/** A run's summary from what was read of it. */
export function summaryOf(outline: RunOutline, origin: RunOrigin, report: Report | undefined): RunSummary {
  const { id, name, status, startedAt, lastEventAt, endedAt, summary: sentence, stages, warnings } = outline;
  const isLive = status === 'running' || status === 'paused';
  const live = isLive ? progressOf(outline) : undefined;
  const measured = report && measuredSchema.parse(report);
  return {
    id,
    name: name ?? id,
    status,
    ...origin,
    ...(startedAt !== undefined && { startedAt }),
    ...(lastEventAt !== undefined && { lastEventAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(sentence !== undefined && { sentence }),
    ...(measured?.verdict && { verdict: measured.verdict.kind }),
    ...(live && { live }),
    results: measured ? resultsOf(measured) : {},
    warnings: warnings.length,
    resumable:
      (status === 'stopped' || status === 'crashed' || status === 'failed') && startedAt !== undefined,
    hasStudent: stages.some(({ stage, status: ended }) => stage.startsWith('student-') && ended === 'done'),
  };
}

function resultsOf(report: MeasuredReport): ResultSummary {
  const { teacher, students, studentAccuracy, baselineAccuracy, comparison, compression, speedUp } = report;
  return {
    ...(teacher && { teacherAccuracy: teacher.test.accuracy }),
    ...(studentAccuracy && { studentAccuracy: studentAccuracy.mean }),
    ...(baselineAccuracy && { baselineAccuracy: baselineAccuracy.mean }),
    ...(comparison && { difference: comparison.mean }),
    ...(compression && { compression: compression.parameters }),
    ...(speedUp && { speedUp: speedUp.latency }),
    ...(students.length > 0 && {
      studentBytes: mean(students.map(({ cost }) => cost.bytes)),
      studentLatency: mean(students.map(({ cost }) => cost.latency.p50)),
    }),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
