import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { withoutEngineNotices } from '../../../common/engineNotices';
import type {
  ComputingEnded,
  ComputingFailed,
  ComputingMessage,
  ComputingOrder,
  ComputingTask,
} from '../../../protocol/computing';
import type { ControlCommand } from '../../../protocol/control';
import type { RunEvent, RunStatus } from '../../../protocol/events';
import { RunFolder } from '../../../runs';
import { reviveFailure } from '../../computing/failure';

/** How a run ended, as far as its parent knows: `killed` by that, or `crashed` for whatever reason. */
export interface ComputingEnd {
  readonly status: RunStatus | 'killed' | 'crashed';
  /** Undefined when it was killed before there was a record. */
  readonly folder: RunFolder | undefined;
  /** The verdict, or why it ended. */
  readonly summary: string;
}

export interface ComputingListener {
  readonly onEvent: (event: RunEvent) => void;
  readonly onStarted: (folder: RunFolder) => void;
  /** What libraries and the user's modules print. */
  readonly onOutput: (text: string) => void;
}

/**
 * The process that computes a run, started by this one, which stays its only master: in a session of its own, neither a
 * terminal's keys nor its end reach it, so that no signal ever has to be handled there.
 */
export class ComputingProcess {
  /** @throws what the computing process threw, or that it died before there was a record */
  readonly ended: Promise<ComputingEnd>;
  private readonly child: ChildProcess;
  private folder: RunFolder | undefined;
  private pausedNow = false;
  private killed = false;
  private last: ComputingEnded | ComputingFailed | undefined;
  private nextId = 1;
  private settleStart: () => void = () => undefined;
  private readonly start = new Promise<void>((resolve) => (this.settleStart = resolve));

  constructor(
    task: ComputingTask,
    private readonly listener: ComputingListener,
  ) {
    const order: ComputingOrder = { task, withoutParent: 'stop', events: 'send' };
    this.child = fork(process.argv[1] ?? '', ['compute', JSON.stringify(order)], {
      detached: true,
      // A terminal there would make Node handle SIGWINCH.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (printed: string) => {
        const output = withoutEngineNotices(printed);
        if (output !== '') listener.onOutput(output);
      });
    }
    this.child.on('message', (message) => {
      this.receive(message as ComputingMessage);
    });
    this.ended = this.end();
  }

  get hasStarted(): boolean {
    return this.folder !== undefined;
  }

  get isPaused(): boolean {
    return this.pausedNow;
  }

  /** Resolves once the run obeys commands, or has ended without ever doing so. */
  started(): Promise<void> {
    return this.start;
  }

  /** Sends a command; resolves once it is on its way, or there is nobody any more who would obey. */
  order(command: ControlCommand): Promise<void> {
    return new Promise((resolve) => {
      if (!this.child.connected) resolve();
      else
        this.child.send({ id: this.nextId++, command }, () => {
          resolve();
        });
    });
  }

  /** Ends it at once; the record stays as a crash would leave it. */
  kill(): void {
    this.killed = true;
    this.child.kill('SIGKILL');
  }

  private receive(message: ComputingMessage): void {
    if (!('type' in message)) return;
    switch (message.type) {
      case 'started':
        this.folder = new RunFolder(message.folder);
        this.listener.onStarted(this.folder);
        this.settleStart();
        break;
      case 'event':
        if (message.event.type === 'paused') this.pausedNow = true;
        if (message.event.type === 'continued') this.pausedNow = false;
        this.listener.onEvent(message.event);
        break;
      case 'ended':
      case 'failed':
        this.last = message;
    }
  }

  private async end(): Promise<ComputingEnd> {
    // Messages may come after the end of the process, until the channel is closed.
    const [[code, signal]] = (await Promise.all([
      once(this.child, 'close'),
      once(this.child, 'disconnect'),
    ])) as [[number | null, NodeJS.Signals | null], unknown];
    this.settleStart();
    const { last, folder } = this;
    if (last?.type === 'failed') throw reviveFailure(last.error);
    if (last !== undefined) return { status: last.status, folder, summary: last.summary };
    if (this.killed) return { status: 'killed', folder, summary: 'It was ended at once.' };
    const how = signal === null ? `ended with exit code ${code ?? -1}` : `was ended by ${signal}`;
    if (folder === undefined) {
      throw new Error(`The process that computes ${how} before the run had begun.`);
    }
    return { status: 'crashed', folder, summary: `The process that computes ${how}.` };
  }
}
