import type { RunEvent } from '../../protocol/events';
import type { RunFolder } from '../layout/folder';
import { type LineListener, LogCursor, type LogPosition } from './cursor';
import type { Damage } from './damage';
import { decodeLine } from './decode';
import type { Line } from './lines';

const LISTED_LINES = 100;

/** Receives what a log says, in order. */
export interface EventListener {
  /** @returns false when the event is damaged after all */
  onEvent(event: RunEvent): boolean;
  /** All events until now are void: the log has shrunk, vanished or been replaced. */
  onRestart(): void;
}

/** Follows the events of a log, and counts what is none. */
export class EventReader {
  private readonly cursor: LogCursor;
  private damagedLines = 0;
  private firstDamagedLines: number[] = [];
  private unknownEvents = 0;

  constructor(folder: RunFolder) {
    this.cursor = new LogCursor(folder.events);
  }

  /** The whole lines that were read. */
  get position(): LogPosition {
    return this.cursor.position;
  }

  get damage(): Damage {
    const { damagedLines, firstDamagedLines, unknownEvents } = this;
    return {
      damagedLines,
      firstDamagedLines: [...firstDamagedLines],
      unknownEvents,
      cutBytes: this.cursor.cutBytes,
    };
  }

  /**
   * Goes on behind lines that were read at another time, unless the log is another one.
   *
   * @returns whether it does
   */
  resumeAt(position: LogPosition, damage: Damage): boolean {
    if (!this.cursor.resumeAt(position)) return false;
    this.damagedLines = damage.damagedLines;
    this.firstDamagedLines = [...damage.firstDamagedLines];
    this.unknownEvents = damage.unknownEvents;
    return true;
  }

  read(listener: EventListener): void {
    this.readLines({
      onLine: (line, number) => {
        this.decode(line, number, (event) => listener.onEvent(event));
      },
      onRestart: () => {
        listener.onRestart();
      },
    });
  }

  /**
   * As `read`, for those who need not decode every line; they hand the others to `decode`. A line is overwritten when the call
   * with it has returned.
   *
   * @returns whether it stopped before the end, since it had read so many bytes
   */
  readLines(listener: LineListener, mostBytes?: number): boolean {
    return this.cursor.read(
      {
        onLine: (line, number) => {
          listener.onLine(line, number);
        },
        onRestart: () => {
          this.damagedLines = 0;
          this.firstDamagedLines = [];
          this.unknownEvents = 0;
          listener.onRestart();
        },
      },
      mostBytes,
    );
  }

  decode(line: Line, number: number, onEvent: (event: RunEvent) => boolean): void {
    if (line.length === 0) return;
    const decoded = line === 'too-long' ? { kind: 'damaged' as const } : decodeLine(line.toString('utf8'));
    if (decoded.kind === 'unknown') this.unknownEvents++;
    else if (decoded.kind === 'damaged' || !onEvent(decoded.event)) this.countDamaged(number);
  }

  /** For those who have decoded the line themselves and found it damaged. */
  countDamaged(number: number): void {
    this.damagedLines++;
    if (this.firstDamagedLines.length < LISTED_LINES) this.firstDamagedLines.push(number);
  }
}

/** Follows a log that may still grow, whoever writes it. */
export class RunTail {
  private readonly reader: EventReader;
  private restartCount = 0;

  constructor(folder: RunFolder) {
    this.reader = new EventReader(folder);
  }

  /**
   * How often all events until then became void, since the log had shrunk, vanished or been replaced. When it grows, the
   * events of that `poll` are the log's first ones.
   */
  get restarts(): number {
    return this.restartCount;
  }

  get damage(): Damage {
    return this.reader.damage;
  }

  /** The events appended since the last call; the first call returns all there are. Never throws. */
  poll(): RunEvent[] {
    let events: RunEvent[] = [];
    this.reader.read({
      onEvent: (event) => {
        events.push(event);
        return true;
      },
      onRestart: () => {
        events = [];
        this.restartCount++;
      },
    });
    return events;
  }
}
