export { describeFailure, type FailureAction, type FailureText } from './failureText';
export { RunProcesses } from './runProcesses';
export { UntrustedError } from './trust';
export type {
  ProcessExit,
  QueuedRun,
  RunEnd,
  RunFailure,
  RunRequest,
  StartFailure,
  ToolOptions,
  ToolResult,
} from './types';
