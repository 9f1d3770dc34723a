import type { NewRunEvent, RunEvent } from '../../protocol/events';
import type { RunFolder } from '../layout/folder';
import { AppendFile } from './appendFile';
import { encodeEvent, stamp } from './encode';

const FLUSH_MILLISECONDS = 50;
const HEARTBEAT_MILLISECONDS = 5000;
const FLUSH_BYTES = 1 << 20;

/**
 * Appends to the event log and the text log of a run. Events reach the file at most 50 ms after `append` (later only while
 * a long computation blocks the process; the next `append` then writes at once). When nothing happens for 5 s, a
 * heartbeat says that the process still lives. Its timers never keep the process alive.
 *
 * A write that fails is not forgotten: the next `append`, `log` or `flush` tries again and throws if it fails again. Until a
 * write succeeds everything waits in memory, also the event whose `append` threw: it must not be appended again.
 */
export class RunWriter {
  private flushTimer: NodeJS.Timeout | undefined;
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private lastFlush = 0;
  private failing = false;
  private closed = false;

  private constructor(
    private readonly events: AppendFile,
    private readonly textLog: AppendFile,
  ) {
    this.expectHeartbeat();
  }

  /**
   * Opens the logs of a new run, or of one to be continued: a last line that was cut gets its newline first, so that it
   * stands alone.
   *
   * @throws UserError when the folder may not be written
   */
  static open(folder: RunFolder): RunWriter {
    folder.create();
    return new RunWriter(new AppendFile(folder.events), new AppendFile(folder.log));
  }

  /**
   * Stamps the event with the time and takes it into the log.
   *
   * @returns the event as it was taken, numbers unrounded
   * @throws UserError when the disk is full or the folder is gone
   */
  append(event: NewRunEvent): RunEvent {
    this.assertOpen();
    const now = Date.now();
    const stamped = stamp(event, now);
    this.events.add(encodeEvent(stamped));
    this.flushSoon(now);
    return stamped;
  }

  /** Adds a line to `run.log`, with the time before it. */
  log(line: string): void {
    this.assertOpen();
    const now = Date.now();
    this.textLog.add(`${new Date(now).toISOString()} ${line}`);
    this.flushSoon(now);
  }

  /**
   * Hands everything to the operating system: from here on it outlives the process.
   *
   * @throws UserError when the disk is full or the folder is gone; everything unwritten is kept for the next try
   */
  flush(): void {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    this.lastFlush = Date.now();
    this.failing = true;
    try {
      this.events.flush();
    } finally {
      this.textLog.flush();
    }
    this.failing = false;
    this.expectHeartbeat();
  }

  /** As `flush`, and waits until it is on the disk: from here on it outlives a power cut. */
  sync(): void {
    this.flush();
    this.events.sync();
  }

  /** Writes what is left and closes the files. A second call does nothing. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.flushTimer);
    clearTimeout(this.heartbeatTimer);
    try {
      this.events.close();
    } finally {
      this.textLog.close();
    }
  }

  private flushSoon(now: number): void {
    const left = this.lastFlush + FLUSH_MILLISECONDS - now;
    if (left <= 0 || this.events.bytesWaiting >= FLUSH_BYTES || this.failing) {
      this.flush();
    } else {
      this.flushTimer ??= setTimeout(
        () => {
          this.tryToFlush();
        },
        Math.min(left, FLUSH_MILLISECONDS),
      ).unref();
    }
  }

  /** Timers have no caller to throw at: `failing` has the next `append` do it. */
  private tryToFlush(): void {
    try {
      this.flush();
    } catch {
      this.expectHeartbeat();
    }
  }

  private expectHeartbeat(): void {
    clearTimeout(this.heartbeatTimer);
    this.heartbeatTimer = setTimeout(() => {
      if (!this.failing) this.events.add(encodeEvent({ type: 'heartbeat', time: Date.now() }));
      this.tryToFlush();
    }, HEARTBEAT_MILLISECONDS).unref();
  }

  private assertOpen(): void {
    if (this.closed) throw new Error('The run writer is closed');
  }
}
