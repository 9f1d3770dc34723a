import { open } from 'node:fs/promises';
import { withoutEngineNotices } from '../../common/engineNotices';
import { messageOf } from '../../common/errors';
import type { ComputingError } from '../../protocol/computing';
import { summarizeRun, type RunFolder } from '../../runs';
import type { TrainerExit } from './trainer';
import type { MachineFailure, ProcessExit, RunEnd, RunRequest, StartFailure } from './types';

const machineWords: readonly (readonly [MachineFailure['kind'], RegExp])[] = [
  [
    'out-of-memory',
    /heap out of memory|std::bad_alloc|\bENOMEM\b|cannot allocate memory|OOM when allocating|array buffer allocation failed/i,
  ],
  ['disk-full', /disk is full|\bENOSPC\b|\bEDQUOT\b|no space left/i],
  [
    'no-permission',
    /may not be (?:written|read)|\bEACCES\b|\bEPERM\b|\bEROFS\b|permission denied|should be a folder of yours/i,
  ],
];
const ENGINE_MISSING = /^The engine "(\w+)" is not available/;

const END_BYTES = 16 * 1024;
const TAIL_LINES = 20;

/** Why a program that was never started, was not. */
export function launchFailure(thrown: unknown, program: string): StartFailure {
  const message = `${program} can't be started: ${messageOf(thrown)}`;
  return machineFailure(message) ?? { kind: 'refused', message };
}

/** Why a trainer ended before its run had begun. */
export async function startFailure(
  request: RunRequest,
  logFile: string,
  { error, exitCode, signal }: TrainerExit,
): Promise<StartFailure> {
  if (error?.kind === 'user') return refusal(request, error);
  const said = error?.message ?? (await readEnd(logFile));
  const exit: ProcessExit = { exitCode, signal };
  return machineFailure(said) ?? { kind: 'died', exit, tail: tailOf(said), logFile };
}

/** How a run that had begun came out, now that its process is gone. */
export async function runEnd(
  request: RunRequest,
  folder: RunFolder,
  logFile: string,
  { error, exitCode, signal }: TrainerExit,
): Promise<RunEnd> {
  const { status, summary: message = '' } = summarizeRun(folder);
  switch (status) {
    case 'done':
    case 'stopped':
      return { kind: status, folder };
    case 'failed':
      return {
        kind: 'failed',
        folder,
        reason:
          error?.kind === 'user'
            ? refusal(request, error)
            : (machineFailure(message) ?? { kind: 'failed', message }),
      };
    case 'running':
    case 'paused':
    case 'crashed': {
      const said = error?.message ?? (await readEnd(logFile));
      const exit: ProcessExit = { exitCode, signal };
      return {
        kind: 'failed',
        folder,
        reason:
          error?.kind === 'user'
            ? refusal(request, error)
            : (machineFailure(said) ?? { kind: 'crashed', exit, tail: tailOf(said), logFile }),
      };
    }
  }
}

function refusal(
  request: RunRequest,
  { message, mend, diagnostics }: Extract<ComputingError, { kind: 'user' }>,
): StartFailure {
  if (diagnostics !== undefined && request.kind !== 'resume') {
    return { kind: 'invalid-experiment', experimentFile: request.experimentFile, diagnostics };
  }
  const engine = ENGINE_MISSING.exec(message)?.[1];
  if (engine !== undefined) return { kind: 'engine-missing', engine, message };
  return { kind: 'refused', message, ...(mend !== undefined && { mend }) };
}

/** What is known by its words, in whichever line they are. */
function machineFailure(said: string): MachineFailure | undefined {
  const lines = said.split('\n');
  for (const [kind, words] of machineWords) {
    const message = lines.find((line) => words.test(line));
    if (message !== undefined) return { kind, message };
  }
  return undefined;
}

/** The last lines of what was printed. */
function tailOf(printed: string): string {
  return withoutEngineNotices(printed).trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

/** The end of a log without its empty lines; empty when it can't be read. */
async function readEnd(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - END_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
      const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
      return lines.filter((line) => line.trim() !== '').join('\n');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
