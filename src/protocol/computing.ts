import type { FilePosition } from '../common/errors';
import type { Diagnostic } from '../experiment';
import type { ControlReply } from './control';
import type { RunEvent, RunStatus } from './events';

/**
 * How a run gets a process of its own, the computing process: whoever wants one forks
 * `dist/trainer.js compute <order as JSON>` with a channel for messages.
 */

/** What the computing process is to do. Paths are absolute. */
export type ComputingTask =
  | {
      /** `teacher`: only the teacher and its soft targets. */
      readonly type: 'run' | 'teacher';
      readonly experimentFile: string;
      /** `path=value` each; later ones win. */
      readonly overrides: readonly string[];
      /** Whether cached teachers and soft targets may be used. */
      readonly cache: 'use' | 'ignore';
    }
  | {
      readonly type: 'resume';
      /** Of the run record. */
      readonly folder: string;
    };

export interface ComputingOrder {
  readonly task: ComputingTask;
  /** When the channel closes, since the parent has ended or let go: end with a checkpoint, or go on as if nothing were. */
  readonly withoutParent: 'stop' | 'go-on';
  /** Whether events are sent over the channel, too; in the record they are in any case. */
  readonly events: 'send' | 'record-only';
}

/** The record is there, and commands are obeyed from now on. */
export interface ComputingStarted {
  readonly type: 'started';
  /** Of the run record, an absolute path. */
  readonly folder: string;
}

export interface ComputingEvent {
  readonly type: 'event';
  readonly event: RunEvent;
}

/** The run has come to an end, which the record tells, too. The last message. */
export interface ComputingEnded {
  readonly type: 'ended';
  readonly status: RunStatus;
  /** The verdict, or why it ended. */
  readonly summary: string;
}

/** There was no record yet, or the data contradicts the experiment, or something unexpected. The last message. */
export interface ComputingFailed {
  readonly type: 'failed';
  readonly error: ComputingError;
}

export type ComputingError =
  | {
      /** A mistake of the user's. */
      readonly kind: 'user';
      readonly message: string;
      readonly mend?: string;
      readonly position?: FilePosition;
      /** All that is wrong with the experiment file, where that is the mistake. */
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly kind: 'unexpected'; readonly message: string; readonly stack?: string };

/** What the computing process sends. A reply answers a `ControlRequest`, which its parent may send once it has started. */
export type ComputingMessage =
  ComputingStarted | ComputingEvent | ComputingEnded | ComputingFailed | ControlReply;
