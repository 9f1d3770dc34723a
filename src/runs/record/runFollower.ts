import type { RunEvent } from '../../protocol/events';
import type { RunFolder } from '../layout/folder';
import type { Line } from '../log/lines';
import { EventReader } from '../log/tail';
import { circumstancesOf, readReport } from './read';
import { RecordBuilder, type RunRecord } from './record';
import { KeptLines, readRecordIndex, writeRecordIndex } from './recordIndex';

/** What is read anew of a log before it is worth an index: it takes a few hundredths of a second. */
const INDEXED_FROM_BYTES = 4 << 20;

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
  private foundAhead = false;
  private indexedBytes = 0;

  constructor(readonly folder: RunFolder) {
    this.reader = new EventReader(folder);
  }

  /** Reads what the first `poll` will tell, while nobody waits for it yet. Never throws. */
  readAhead(): void {
    if (this.state !== 'new') return;
    this.state = 'ahead';
    const isRestored = this.restore();
    this.foundAhead = this.read() || isRestored;
  }

  /** @returns whether the events have changed. Never throws. */
  poll(): boolean {
    this.readAhead();
    if (this.state === 'ahead') {
      this.state = 'opened';
      return this.read() || this.foundAhead;
    }
    if (this.state === 'opened') {
      this.state = 'following';
      this.saveIndex();
    }
    return this.read();
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

  private read(): boolean {
    let changed = false;
    this.reader.readLines({
      onLine: (line, number) => {
        this.reader.decode(line, number, (event) => {
          changed = true;
          return this.apply(event, line);
        });
      },
      onRestart: () => {
        changed = true;
        this.builder = new RecordBuilder();
        this.kept &&= new KeptLines();
        this.indexedBytes = 0;
      },
    });
    return changed;
  }

  private apply(event: RunEvent, line: Line): boolean {
    const isSound = this.builder.apply(event);
    if (isSound && line !== 'too-long') this.kept?.add(event, line);
    return isSound;
  }

  private restore(): boolean {
    this.kept = new KeptLines();
    const index = readRecordIndex(this.folder.eventsIndex);
    if (!index || !this.reader.resumeAt(index.position, index.damage)) return false;
    this.builder = RecordBuilder.restored(index.events, index.series);
    this.kept = new KeptLines(index.lines);
    this.indexedBytes = index.position.bytes;
    return true;
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
