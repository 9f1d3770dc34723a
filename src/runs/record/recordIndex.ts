import * as z from 'zod';
import type { NamedArray } from '../../common/namedArray';
import type { RunEvent, StageKey } from '../../protocol/events';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import type { LogPosition } from '../log/cursor';
import type { Damage } from '../log/damage';
import { decodeLine } from '../log/decode';
import { LineCopy } from '../log/lineCopy';
import type { DecodedSteps } from '../log/stepsLine';
import type { StepSeries } from './series';

/** Grows with every change of what is read of a log: of the index itself, of events, and of what a record makes of them. */
const VERSION = 1;

/** What was read of the beginning of a log, as far as its record needs it. */
export interface RecordIndex {
  readonly position: LogPosition;
  readonly damage: Damage;
  /** Of {@link KeptLines}. */
  readonly lines: readonly string[];
  readonly series: ReadonlyMap<StageKey, StepSeries>;
}

/** The lines of a log that remain when its steps are kept as series: of consecutive steps each stage's last one. */
export class KeptLines {
  private readonly lines: string[];
  private readonly latestSteps = new Map<StageKey, LineCopy>();

  constructor(lines: readonly string[] = []) {
    this.lines = [...lines];
  }

  add(event: RunEvent | DecodedSteps, line: Buffer): void {
    if (event.type === 'steps') {
      const latest = this.latestSteps.get(event.stage) ?? new LineCopy();
      latest.set(line);
      this.latestSteps.set(event.stage, latest);
    } else {
      this.keepLatestSteps();
      this.lines.push(line.toString('utf8'));
    }
  }

  all(): readonly string[] {
    this.keepLatestSteps();
    return this.lines;
  }

  private keepLatestSteps(): void {
    for (const { line } of this.latestSteps.values()) this.lines.push(line.toString('utf8'));
    this.latestSteps.clear();
  }
}

/** @throws UserError when the disk is full or the folder may not be written */
export function writeRecordIndex(file: string, { position, damage, lines, series }: RecordIndex): void {
  const arrays = [...series].flatMap(([stage, steps]) => arraysOf(stage, steps));
  writeSafetensors(file, arrays, { about: JSON.stringify({ version: VERSION, position, damage, lines }) });
}

/** Undefined when there is none, or it is damaged or of another version. Whether it is of this very log is not looked at. */
export function readRecordIndex(
  file: string,
): (RecordIndex & { readonly events: readonly RunEvent[] }) | undefined {
  try {
    const { arrays, metadata } = readSafetensors(file);
    const { position, damage, lines } = about.parse(JSON.parse(metadata['about'] ?? ''));
    const events = lines.map((line) => decodeLine(line));
    return {
      position,
      damage,
      lines,
      events: events.flatMap((decoded) => (decoded.kind === 'event' ? [decoded.event] : [])),
      series: seriesOf(arrays),
    };
  } catch {
    return undefined;
  }
}

const about = z.object({
  version: z.literal(VERSION),
  position: z.object({ bytes: z.int(), lines: z.int(), crc32: z.int() }),
  damage: z.object({
    damagedLines: z.int(),
    firstDamagedLines: z.array(z.int()),
    unknownEvents: z.int(),
    cutBytes: z.int(),
  }),
  lines: z.array(z.string()),
});

/** Numbers of 64 bits as two of 32: the format of the file has no others. */
function arraysOf(stage: StageKey, { length, total, hard, soft, learningRate }: StepSeries): NamedArray[] {
  if (length === 0) return [];
  const halves = new Int32Array(learningRate.buffer, learningRate.byteOffset, 2 * length);
  const columns = { total, hard, ...(soft && { soft }), learningRate: halves };
  return Object.entries(columns).map(([name, values]) => ({
    name: `${stage}/${name}`,
    shape: [values.length],
    values,
  }));
}

/** @throws Error when an array is missing or has another length than the others */
function seriesOf(arrays: readonly NamedArray[]): Map<StageKey, StepSeries> {
  const byName = new Map(arrays.map(({ name, values }) => [name, values]));
  const stages = new Set(arrays.map(({ name }) => name.slice(0, name.indexOf('/')) as StageKey));
  return new Map(
    [...stages].map((stage) => {
      const float32 = (name: string): Float32Array =>
        z.instanceof(Float32Array).parse(byName.get(`${stage}/${name}`));
      const total = float32('total');
      const hard = float32('hard');
      const soft = byName.has(`${stage}/soft`) ? float32('soft') : undefined;
      const halves = z.instanceof(Int32Array).parse(byName.get(`${stage}/learningRate`));
      const learningRate = new Float64Array(halves.buffer, halves.byteOffset, halves.length / 2);
      const { length } = total;
      if ([hard, soft ?? hard, learningRate].some((column) => column.length !== length)) {
        throw new RangeError(`The columns of ${stage} differ in length`);
      }
      return [stage, { length, total, hard, ...(soft && { soft }), learningRate }];
    }),
  );
}
