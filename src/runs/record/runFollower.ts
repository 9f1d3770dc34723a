import type { RunEvent } from '../../protocol/events';
import type { RunFolder } from '../layout/folder';
import type { Line } from '../log/lines';
import { type DecodedSteps, StepsDecoder } from '../log/stepsLine';
import { EventReader } from '../log/tail';
import { circumstancesOf, readReport } from './read';
import { RecordBuilder, type RunRecord } from './record';
import { KeptLines, readRecordIndex, writeRecordIndex } from './recordIndex';

/** What is read anew of a log before it is worth an index: it takes a few hundredths of a second. */
const INDEXED_FROM_BYTES = 4 << 20;

/** Of a log that is read ahead: it takes about a hundredth of a second. */
const PIECE_BYTES = 1 << 20;

/** One for all records: what it has decoded is taken in before it decodes anything else. */
const stepsDecoder = new StepsDecoder();

/**
 * A record that follows a run: `poll` takes in what was appended, `record` shows the whole. Of a long log an index is kept
 * beside it; it is written by the second `poll`, when what the first one read has been shown.
 */
export class RunFollower {
  private readonly reader: EventReader;
  private builder = new RecordBuilder();
  /** From the first call of `poll` to the second. */
  private kept: KeptLines | undefined;
  private state: 'new' | 'ahead' | 'opened' | 'following' = 'new';
  /** Since the last `poll`. */
  private hasChanged = false;
  private indexedBytes = 0;

  constructor(readonly folder: RunFolder) {
    this.reader = new EventReader(folder);
  }

  /**
   * Reads a piece of what the first `poll` will tell, while nobody waits for it yet. Never throws.
   *
   * @returns whether there is more to be read
   */
  readAhead(): boolean {
    if (this.state === 'new') {
      this.state = 'ahead';
      this.restore();
      return true;
    }
    return this.state === 'ahead' && this.read(PIECE_BYTES);
  }

  /** @returns whether the events have changed. Never throws. */
  poll(): boolean {
    if (this.state === 'new') this.restore();
    if (this.state === 'opened') this.saveIndex();
    this.state = this.state === 'new' || this.state === 'ahead' ? 'opened' : 'following';
    this.read();
    const { hasChanged } = this;
    this.hasChanged = false;
    return hasChanged;
  }

  /** Looks whether the process is alive at every call, so a run that has crashed shows as such without a new event. */
  record(): RunRecord {
    const { folder, builder, reader } = this;
    const report = readReport(folder);
    return {
      ...builder.record(folder.id, circumstancesOf(folder, builder.lastEventTime, reader.damage)),
      ...(report && { report }),
    };
  }

  /** @returns whether there is more, since it stopped after so many bytes */
  private read(mostBytes?: number): boolean {
    return this.reader.readLines(
      {
        onLine: (line, number) => {
          this.take(line, number);
        },
        onRestart: () => {
          this.hasChanged = true;
          this.builder = new RecordBuilder();
          this.kept &&= new KeptLines();
          this.indexedBytes = 0;
        },
      },
      mostBytes,
    );
  }

  private take(line: Line, number: number): void {
    const steps = line === 'too-long' ? undefined : stepsDecoder.decode(line);
    if (!steps) this.reader.decode(line, number, (event) => this.apply(event, line));
    else if (!this.apply(steps, line)) this.reader.countDamaged(number);
  }

  private apply(event: RunEvent | DecodedSteps, line: Line): boolean {
    this.hasChanged = true;
    const isSound = this.builder.apply(event);
    if (isSound && line !== 'too-long') this.kept?.add(event, line);
    return isSound;
  }

  private restore(): void {
    this.kept = new KeptLines();
    const index = readRecordIndex(this.folder.eventsIndex);
    if (!index || !this.reader.resumeAt(index.position, index.damage)) return;
    this.builder = RecordBuilder.restored(index.events, index.series);
    this.kept = new KeptLines(index.lines);
    this.indexedBytes = index.position.bytes;
    this.hasChanged = true;
  }

  private saveIndex(): void {
    const { kept, reader, builder, folder } = this;
    this.kept = undefined;
    const { position, damage } = reader;
    if (!kept || position.bytes - this.indexedBytes < INDEXED_FROM_BYTES) return;
    const content = { position, damage, lines: kept.all(), series: builder.stepSeries() };
    try {
      writeRecordIndex(folder.eventsIndex, content);
    } catch {
      // A folder that may not be written, or a full disk: the record itself is read the next time.
    }
  }
}

/** The whole record of a run: live, ended, crashed or damaged. Never throws; what cannot be read is left out. */
export function readRun(folder: RunFolder): RunRecord {
  const follower = new RunFollower(folder);
  follower.poll();
  return follower.record();
}

/** Leaves an index beside a long log, so that the next reader need not decode it. Never throws. */
export function indexRecord(folder: RunFolder): void {
  const follower = new RunFollower(folder);
  follower.poll();
  follower.poll();
}
