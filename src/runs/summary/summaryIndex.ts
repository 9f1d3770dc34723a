import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { type Annotations, parseAnnotations } from '../annotations';
import { prepareCacheFolder, type RunFolder } from '../layout/folder';
import { Pace } from '../pace';
import { RUN_STATES, type RunSummary, VERDICT_KINDS } from './summary';

/** A run as the index knows it. */
export interface IndexedRun {
  /** Changes when the run's record or annotations do. */
  readonly stamp: string;
  readonly summary: RunSummary;
  readonly annotations: Annotations;
}

const VERSION = 1;

const progressSchema = z.object({
  stage: z.string(),
  epoch: z.number().optional(),
  totalEpochs: z.number().optional(),
  step: z.number().optional(),
  totalSteps: z.number().optional(),
  accuracy: z.number().optional(),
  fraction: z.number().optional(),
  secondsLeft: z.number().optional(),
});

const summarySchema = z.object({
  id: z.string(),
  name: z.string(),
  experimentFile: z.string().optional(),
  status: z.enum(RUN_STATES),
  startedAt: z.number().optional(),
  lastEventAt: z.number().optional(),
  endedAt: z.number().optional(),
  sentence: z.string().optional(),
  verdict: z.enum(VERDICT_KINDS).optional(),
  settings: z.object({
    method: z.string().optional(),
    temperature: z.number().optional(),
    alpha: z.number().optional(),
    seeds: z.array(z.number()).optional(),
    scope: z.enum(['full', 'teacher']).optional(),
  }),
  results: z.record(z.string(), z.number()),
  live: progressSchema.optional(),
  warnings: z.number(),
  resumable: z.boolean(),
  hasStudent: z.boolean(),
});

const lineSchema = z.object({
  stamp: z.string(),
  summary: z.custom<RunSummary>((value) => summarySchema.safeParse(value).success),
  annotations: z.unknown(),
});

/**
 * Summaries of all runs of a `.distillery` folder in one file, so that a list of many runs need not read every record. It may
 * be stale, damaged, missing or written by two windows at once: whoever reads it compares stamps, and what it lacks is read
 * from the records.
 */
export class SummaryIndex {
  private constructor(
    private readonly distillery: string,
    private readonly runs: Map<string, IndexedRun>,
  ) {}

  /** Reads the index of a folder; empty when there is none that can be read. Never rejects. */
  static async open(distillery: string): Promise<SummaryIndex> {
    const runs = new Map<string, IndexedRun>();
    const text = await fs.readFile(indexFile(distillery), 'utf8').catch(() => '');
    const [header = '', ...lines] = text.split('\n');
    if (header === headerLine) {
      const pace = new Pace();
      for (const line of lines) {
        const run = parseLine(line);
        if (run) runs.set(run.summary.id, run);
        if (pace.isDue) await pace.rest();
      }
    }
    return new SummaryIndex(distillery, runs);
  }

  get(id: string): IndexedRun | undefined {
    return this.runs.get(id);
  }

  set(run: IndexedRun): void {
    this.runs.set(run.summary.id, run);
  }

  delete(id: string): void {
    this.runs.delete(id);
  }

  /** Replaces the file. @throws the file system's error where it can't be written */
  async save(): Promise<void> {
    const lines = [headerLine];
    const pace = new Pace();
    for (const run of [...this.runs.values()]) {
      lines.push(JSON.stringify(run));
      if (pace.isDue) await pace.rest();
    }
    prepareCacheFolder(this.distillery);
    const file = indexFile(this.distillery);
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await fs.writeFile(temporary, `${lines.join('\n')}\n`);
      await fs.rename(temporary, file);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  }
}

const headerLine = JSON.stringify({ version: VERSION });

function indexFile(distillery: string): string {
  return path.join(distillery, 'cache', 'runs.jsonl');
}

function parseLine(line: string): IndexedRun | undefined {
  try {
    const { data } = lineSchema.safeParse(JSON.parse(line));
    return data && { ...data, annotations: parseAnnotations(data.annotations) };
  } catch {
    return undefined;
  }
}

/**
 * What tells whether a run is still as it was: files that are replaced change their folder's time, the event log grows.
 * Undefined when the folder is gone.
 */
export async function stampOf(folder: RunFolder): Promise<string | undefined> {
  try {
    const [whole, events] = await Promise.all([
      fs.stat(folder.path),
      fs.stat(folder.events).catch(() => undefined),
    ]);
    return [whole.mtimeMs, events?.mtimeMs ?? 0, events?.size ?? 0].join(':');
  } catch {
    return undefined;
  }
}
