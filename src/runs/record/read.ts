import * as z from 'zod';
import type { ProcessFile } from '../../protocol/record';
import type { Report } from '../../protocol/report';
import { readJson } from '../files/json';
import type { RunFolder } from '../layout/folder';
import type { Damage } from '../log/damage';
import { isRunAlive } from '../process/alive';
import type { Circumstances, OutlineBuilder, RunOutline } from './outline';
import { OutlineReader } from './outlineReader';

const processSchema = z.object({
  pid: z.int().positive(),
  startToken: z.string().nullable(),
  host: z.string(),
  controlAddress: z.string(),
  startedAt: z.number(),
});

/** `process.json`; undefined when it is missing or damaged. */
export function readProcessFile(folder: RunFolder): ProcessFile | undefined {
  return processSchema.safeParse(readJson(folder.process)).data;
}

const reportSchema = z.custom<Report>(
  (value) => z.object({ version: z.literal(1) }).safeParse(value).success,
);

/** `report.json`; undefined when there is none (yet), it is damaged, or of a version that this one cannot read. */
export function readReport(folder: RunFolder): Report | undefined {
  return reportSchema.safeParse(readJson(folder.reportJson)).data;
}

/** What is known of a run besides its events. */
export function circumstancesOf(
  folder: RunFolder,
  lastEventTime: number | undefined,
  damage: Damage,
): Circumstances {
  const alive = isRunAlive(readProcessFile(folder), lastEventTime);
  return { liveness: alive ? 'alive' : 'gone', damage };
}

/** A record without series, soft targets and probes, read in a fraction of the time: for lists of runs. Never throws. */
export function summarizeRun(folder: RunFolder): RunOutline {
  const reader = new OutlineReader(folder);
  return outlineOf(folder, reader.read(), reader.damage);
}

/** An outline of the events read so far, with what the run's process tells. */
export function outlineOf(folder: RunFolder, builder: OutlineBuilder, damage: Damage): RunOutline {
  return builder.outline(folder.id, circumstancesOf(folder, builder.lastEventTime, damage));
}
