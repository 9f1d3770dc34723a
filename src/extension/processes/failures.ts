import { messageOf } from '../../common/errors';
import { summarizeRun, type RunFolder } from '../../runs';
import type { LaunchLog } from './launchLog';
import type { MachineFailure, ProcessExit, RunEnd, RunFailure, RunRequest, StartFailure } from './types';

const OUT_OF_MEMORY =
  /heap out of memory|std::bad_alloc|\bENOMEM\b|cannot allocate memory|OOM when allocating|memory allocation failed|invalid array buffer length|array buffer allocation failed/i;
const DISK_FULL = /disk is full|\bENOSPC\b|\bEDQUOT\b|no space left/i;
const NO_PERMISSION =
  /may not be (?:written|read)|\bEACCES\b|\bEPERM\b|\bEROFS\b|permission denied|should be a folder of yours/i;
const ENGINE_MISSING = /^The engine "(\w+)" is not available/;

/** Why a trainer that was never started, was not. */
export function launchFailure(thrown: unknown, program: string, logFile: string): StartFailure {
  const message = messageOf(thrown);
  return (
    machineFailure(message, logFile) ?? {
      kind: 'refused',
      message: `${program} can't be started: ${message}`,
    }
  );
}

/** Why a trainer ended before its run had begun. */
export async function startFailure(
  request: RunRequest,
  log: LaunchLog,
  exit: ProcessExit,
): Promise<StartFailure> {
  const [error, tail] = await Promise.all([log.error(), log.tail()]);
  if (error === undefined) {
    return machineFailure(tail, log.file) ?? { kind: 'died', exit, tail, logFile: log.file };
  }
  const { message, mend, diagnostics } = error;
  if (diagnostics !== undefined && request.kind !== 'resume') {
    return { kind: 'invalid-experiment', experimentFile: request.experimentFile, diagnostics };
  }
  const engine = ENGINE_MISSING.exec(message)?.[1];
  if (engine !== undefined) return { kind: 'engine-missing', engine, message };
  return (
    machineFailure(message, log.file) ?? { kind: 'refused', message, ...(mend !== undefined && { mend }) }
  );
}

/** How a run that had begun came out, now that its process is gone. */
export async function runEnd(folder: RunFolder, log: LaunchLog, exit: ProcessExit): Promise<RunEnd> {
  const { status, summary = '' } = summarizeRun(folder);
  switch (status) {
    case 'done':
    case 'stopped':
      return { kind: status, folder };
    case 'failed':
      return {
        kind: 'failed',
        folder,
        reason: machineFailure(summary, folder.log) ?? { kind: 'failed', message: summary },
      };
    case 'running':
    case 'paused':
    case 'crashed':
      return { kind: 'failed', folder, reason: await crash(log, exit) };
  }
}

async function crash(log: LaunchLog, exit: ProcessExit): Promise<RunFailure> {
  const [error, tail] = await Promise.all([log.error(), log.tail()]);
  const said = [error?.message ?? '', tail].filter((part) => part !== '').join('\n');
  return machineFailure(said, log.file) ?? { kind: 'crashed', exit, tail: said, logFile: log.file };
}

function machineFailure(message: string, logFile: string): MachineFailure | undefined {
  if (OUT_OF_MEMORY.test(message)) return { kind: 'out-of-memory', logFile };
  if (DISK_FULL.test(message)) return { kind: 'disk-full', message };
  if (NO_PERMISSION.test(message)) return { kind: 'no-permission', message };
  return undefined;
}
