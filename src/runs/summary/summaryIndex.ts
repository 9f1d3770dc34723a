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

const VERSION = 2;

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

const lineSchema = z.tuple([
  z.string(),
  z.object({
    stamp: z.string(),
    summary: z.custom<RunSummary>((value) => summarySchema.safeParse(value).success),
    annotations: z.unknown(),
  }),
]);

/**
 * Summaries of all runs of a `.distillery` folder in one file, so that a list of many runs need not read every record. It may
 * be stale, damaged, missing or written by two windows at once: whoever reads it compares stamps, and what it lacks is read
 * from the records. Each line is parsed when its run is first asked for.
 */
export class SummaryIndex {
  private constructor(
    private readonly distillery: string,
    private readonly runs: Map<string, IndexedRun | UnreadLine>,
  ) {}

  /** Reads the index of a folder; empty when there is none that can be read. Never rejects. */
  static async open(distillery: string): Promise<SummaryIndex> {
    const runs = new Map<string, UnreadLine>();
    const text = await fs.readFile(indexFile(distillery), 'utf8').catch(() => '');
    const [header = '', ...lines] = text.split('\n');
    if (header === headerLine) {
      for (const line of lines) {
        const id = idOf(line);
        if (id !== undefined) runs.set(id, line);
      }
    }
    return new SummaryIndex(distillery, runs);
  }

  get(id: string): IndexedRun | undefined {
    const known = this.runs.get(id);
    if (typeof known !== 'string') return known;
    const run = parseLine(known);
    if (run?.summary.id !== id) {
      this.runs.delete(id);
      return undefined;
    }
    this.runs.set(id, run);
    return run;
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
    for (const [id, run] of [...this.runs]) {
      lines.push(typeof run === 'string' ? run : JSON.stringify([id, run]));
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

/** As `save` wrote it: the run's id and the run, a JSON array. */
type UnreadLine = string;

const headerLine = JSON.stringify({ version: VERSION });

function indexFile(distillery: string): string {
  return path.join(distillery, 'cache', 'runs.jsonl');
}

/** The first element of a line's array; the rest is not looked at. */
function idOf(line: UnreadLine): string | undefined {
  const quoted = /^\[("(?:[^"\\]|\\.)*"),/.exec(line)?.[1];
  if (quoted === undefined) return undefined;
  try {
    const id: unknown = JSON.parse(quoted);
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function parseLine(line: UnreadLine): IndexedRun | undefined {
  try {
    const [, run] = lineSchema.safeParse(JSON.parse(line)).data ?? [];
    return run && { ...run, annotations: parseAnnotations(run.annotations) };
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
