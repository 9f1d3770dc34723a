import type { RunFolder } from '../layout/folder';
import type { Damage } from '../log/damage';
import { LineCopy } from '../log/lineCopy';
import type { Line } from '../log/lines';
import { EventReader } from '../log/tail';
import { OutlineBuilder } from './outline';

/** As the writer begins every line. */
const STEPS_START = Buffer.from('{"type":"steps"');
const OMITTED_STARTS = ['soft-targets', 'teacher-soft-targets', 'probes'].map((type) =>
  Buffer.from(`{"type":"${type}"`),
);
const OBJECT_END = '}'.charCodeAt(0);
const LONGEST_HEAD = 256;

function startsWith(line: Buffer, start: Buffer): boolean {
  return line.length >= start.length && start.compare(line, 0, start.length) === 0;
}

/** The stage of a line of steps, from its first bytes; undefined when it is not in its usual place or the line was cut. */
function stageOfSteps(line: Line): string | undefined {
  if (line === 'too-long' || !startsWith(line, STEPS_START) || line.at(-1) !== OBJECT_END) return undefined;
  return /"stage":"([a-z0-9-]+)"/.exec(line.toString('latin1', 0, LONGEST_HEAD))?.[1];
}

/**
 * Reads an outline without decoding what it does not show: of consecutive lines of steps, only each stage's last one is
 * decoded.
 */
export class OutlineReader {
  private readonly reader: EventReader;
  private readonly latestSteps = new Map<string, { readonly copy: LineCopy; readonly number: number }>();
  private builder = new OutlineBuilder();

  constructor(folder: RunFolder) {
    this.reader = new EventReader(folder);
  }

  get damage(): Damage {
    return this.reader.damage;
  }

  read(): OutlineBuilder {
    this.reader.readLines({
      onLine: (line, number) => {
        this.takeLine(line, number);
      },
      onRestart: () => {
        this.latestSteps.clear();
        this.builder = new OutlineBuilder();
      },
    });
    this.decodeLatestSteps();
    return this.builder;
  }

  private takeLine(line: Line, number: number): void {
    const stage = stageOfSteps(line);
    if (stage !== undefined && line !== 'too-long') {
      const copy = this.latestSteps.get(stage)?.copy ?? new LineCopy();
      copy.set(line);
      this.latestSteps.set(stage, { copy, number });
    } else if (line === 'too-long' || !OMITTED_STARTS.some((start) => startsWith(line, start))) {
      this.decodeLatestSteps();
      this.decode(line, number);
    }
  }

  private decodeLatestSteps(): void {
    for (const { copy, number } of this.latestSteps.values()) this.decode(copy.line, number);
    this.latestSteps.clear();
  }

  private decode(line: Line, number: number): void {
    this.reader.decode(line, number, (event) => {
      this.builder.apply(event);
      return true;
    });
  }
}
