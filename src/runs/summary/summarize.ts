import * as z from 'zod';
import type { NetworkReport, Report } from '../../protocol/report';
import { readJson } from '../files/json';
import type { RunFolder } from '../layout/folder';
import type { RunOutline } from '../record/outline';
import { readReport, summarizeRun } from '../record/read';
import { progressOf } from './progress';
import type { ResultSummary, RunSummary, SettingSummary } from './summary';

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
  return {
    id,
    name: name ?? id,
    status,
    ...origin,
    ...(startedAt !== undefined && { startedAt }),
    ...(lastEventAt !== undefined && { lastEventAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(sentence !== undefined && { sentence }),
    ...(report && { verdict: report.verdict.kind }),
    ...(live && { live }),
    results: report ? resultsOf(report) : {},
    warnings: warnings.length,
    resumable:
      (status === 'stopped' || status === 'crashed' || status === 'failed') && startedAt !== undefined,
    hasStudent: stages.some(({ stage, status: ended }) => stage.startsWith('student-') && ended === 'done'),
  };
}

function resultsOf({
  teacher,
  students,
  studentAccuracy,
  baselineAccuracy,
  ...report
}: Report): ResultSummary {
  const { comparison, compression, speedUp } = report;
  return {
    ...(teacher && { teacherAccuracy: teacher.test.accuracy }),
    ...(studentAccuracy && { studentAccuracy: studentAccuracy.mean }),
    ...(baselineAccuracy && { baselineAccuracy: baselineAccuracy.mean }),
    ...(comparison && { difference: comparison.mean }),
    ...(compression && { compression: compression.parameters }),
    ...(speedUp && { speedUp: speedUp.latency }),
    ...(students.length > 0 && {
      studentBytes: mean(students, ({ cost }) => cost.bytes),
      studentLatency: mean(students, ({ cost }) => cost.latency.p50),
    }),
  };
}

function mean(networks: readonly NetworkReport[], value: (network: NetworkReport) => number): number {
  return networks.reduce((sum, network) => sum + value(network), 0) / networks.length;
}
