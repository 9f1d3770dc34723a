import type { Diagnostic } from '../../experiment';
import type { RunFolder } from '../../runs';

/** A run that somebody wants. */
export type RunRequest =
  | {
      readonly kind: 'run' | 'teacher' | 'baseline';
      readonly experimentFile: string;
      /** `path=value` each. */
      readonly overrides: readonly string[];
      readonly cache: 'use' | 'ignore';
    }
  | { readonly kind: 'resume'; readonly folder: RunFolder };

/** How a process ended, as far as it is known: of one that another window had started, nothing is. */
export interface ProcessExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Why the runtime that should start the trainer can't. */
export type RuntimeProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-executable' }
  | { readonly kind: 'too-old'; readonly version: string }
  | { readonly kind: 'not-node'; readonly output: string };

/** What stands in the way of a run, whether it has begun or not, in the words that were found. */
export interface MachineFailure {
  readonly kind: 'out-of-memory' | 'no-permission' | 'disk-full';
  readonly message: string;
}

/** Why a run did not begin. */
export type StartFailure =
  | MachineFailure
  | { readonly kind: 'runtime'; readonly runtime: string; readonly problem: RuntimeProblem }
  | { readonly kind: 'engine-missing'; readonly engine: string; readonly message: string }
  | {
      readonly kind: 'invalid-experiment';
      readonly experimentFile: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** A mistake of another kind, in the trainer's words. */
  | { readonly kind: 'refused'; readonly message: string; readonly mend?: string }
  /** `tail`: the end of what it printed. */
  | {
      readonly kind: 'died';
      readonly exit: ProcessExit;
      readonly tail: string;
      readonly logFile: string;
    };

/** Why a run that had begun came to no good end. A mistake may show only then: in the data. */
export type RunFailure =
  | StartFailure
  /** The record says why. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Its process is gone without a word. */
  | {
      readonly kind: 'crashed';
      readonly exit: ProcessExit;
      readonly tail: string;
      readonly logFile: string;
    };

export type RunEnd =
  | {
      /** `left`: this window looks after it no longer; what was running goes on, what was queued waits for the next window. */
      readonly kind: 'done' | 'stopped' | 'cancelled' | 'left';
      readonly folder?: RunFolder;
    }
  | {
      readonly kind: 'failed';
      readonly reason: RunFailure;
      readonly folder?: RunFolder;
    };

/** A run of this window, from its request to its end. */
export interface QueuedRun {
  readonly id: string;
  readonly request: RunRequest;
  readonly state: 'queued' | 'starting' | 'running';
  /** Known from `running` on; of a resumed run always. */
  readonly folder?: RunFolder | undefined;
  /** Settles once, whatever happens; never rejects. */
  readonly stopped: Promise<RunEnd>;
  /** Takes it from the queue, or stops its process; resolves when that is gone. @throws UserError when it can't be ended */
  stop(): Promise<void>;
}

/** What people have set. */
export interface ProcessSettings {
  readonly maxConcurrentRuns: number;
  readonly stopGraceSeconds: number;
  readonly onWindowClose: 'keepRunning' | 'pause' | 'stop';
  /** Another runtime than the editor's own. */
  readonly nodePath?: string;
  /** For experiments that leave the engine open. */
  readonly engine: 'auto' | 'native' | 'wasm' | 'cpu';
}

export interface ToolOptions {
  readonly signal?: AbortSignal;
  /** Called with every whole line of the standard output. */
  readonly onLine?: (line: string) => void;
}

export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
