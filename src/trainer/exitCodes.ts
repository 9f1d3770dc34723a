import type { RunStatus } from '../protocol/events';

/** What the command line ends with. */
export const exitCodes = {
  done: 0,
  failed: 1,
  badInput: 2,
  /** As a shell reports a program that SIGINT ended. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(status: RunStatus): ExitCode {
  switch (status) {
    case 'done':
      return exitCodes.done;
    case 'stopped':
      return exitCodes.stopped;
    case 'failed':
      return exitCodes.failed;
  }
}
