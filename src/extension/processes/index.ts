export { describeFailure, type FailureAction, type FailureText } from './failureText';
export { RunProcesses } from './runProcesses';
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
