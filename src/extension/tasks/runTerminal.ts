import * as vscode from 'vscode';
import { messageOf } from '../../common/errors';
import { visibleText } from '../../common/text';
import { shownSentence, withoutLinks } from '../base/shownText';
import { RunTail } from '../../runs';
import {
  describeFailure,
  type QueuedRun,
  type RunEnd,
  type RunProcesses,
  type RunRequest,
} from '../processes';
import { EventLines } from './eventLines';

const LOOK_EVERY_MILLISECONDS = 500;
/**
 * A window that reloads closes its terminals just before it lets go of its runs. Stopping waits until it is clear that the
 * person has closed this one: runs that were let go of are not stopped any more.
 */
const CLOSED_FOR_GOOD_MILLISECONDS = 1500;
const CONTROL_C = '\u0003';
const EXIT_CODES = { done: 0, failed: 1, stopped: 130 } as const;

/** The terminal of a task: starts a run, prints what its record says, and stops it when it is closed. */
export class RunTerminal implements vscode.Pseudoterminal {
  private readonly writes = new vscode.EventEmitter<string>();
  private readonly closes = new vscode.EventEmitter<number>();
  private readonly lines = new EventLines();
  private run: QueuedRun | undefined;
  private tail: RunTail | undefined;
  private timer: NodeJS.Timeout | undefined;

  readonly onDidWrite = this.writes.event;
  readonly onDidClose = this.closes.event;

  constructor(
    private readonly processes: RunProcesses,
    private readonly request: () => RunRequest,
  ) {}

  open(): void {
    try {
      const run = this.processes.start(this.request());
      this.run = run;
      if (run.state === 'queued') this.print(vscode.l10n.t('Waits for the runs before it.'));
      this.timer = setInterval(() => {
        this.showEvents(run);
      }, LOOK_EVERY_MILLISECONDS);
      void run.stopped.then((end) => {
        this.showEvents(run);
        this.finish(end);
      });
    } catch (thrown) {
      this.print(visibleText(messageOf(thrown)));
      this.end(EXIT_CODES.failed);
    }
  }

  /** By the person, or after the end. */
  close(): void {
    setTimeout(() => {
      this.stop();
    }, CLOSED_FOR_GOOD_MILLISECONDS);
    clearInterval(this.timer);
    this.writes.dispose();
    this.closes.dispose();
  }

  handleInput(typed: string): void {
    if (typed === CONTROL_C) this.stop();
  }

  private stop(): void {
    this.run?.stop().catch((thrown: unknown) => {
      void vscode.window.showErrorMessage(withoutLinks(shownSentence(messageOf(thrown))));
    });
  }

  private showEvents({ folder, state }: QueuedRun): void {
    if (folder === undefined || state !== 'running') return;
    this.tail ??= new RunTail(folder);
    for (const event of this.tail.poll()) {
      for (const line of this.lines.linesFor(event)) this.print(line);
    }
  }

  private finish(end: RunEnd): void {
    switch (end.kind) {
      case 'done':
        this.end(EXIT_CODES.done);
        break;
      case 'stopped':
      case 'cancelled':
        this.print(vscode.l10n.t('Stopped.'));
        this.end(EXIT_CODES.stopped);
        break;
      case 'left':
        break;
      case 'failed':
        this.print(describeFailure(end.reason).message);
        this.end(EXIT_CODES.failed);
    }
  }

  private print(line: string): void {
    this.writes.fire(`${line}\r\n`);
  }

  private end(exitCode: number): void {
    clearInterval(this.timer);
    this.closes.fire(exitCode);
  }
}
