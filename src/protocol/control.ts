/**
 * What a trainer process is told, over its control socket (a Unix domain socket, or a named pipe on Windows) or the
 * channel of a forked child: one JSON object a line each way.
 */
export type ControlCommand = 'pause' | 'continue' | 'stop' | 'checkpoint' | 'status';

export interface ControlRequest {
  /** Chosen by the sender; the reply carries it back. */
  readonly id: number;
  readonly command: ControlCommand;
}

export type TrainerState = 'running' | 'paused' | 'stopping';

export type ControlReply =
  | { readonly id: number; readonly ok: true; readonly run: string; readonly state: TrainerState }
  | { readonly id: number; readonly ok: false; readonly error: string };
