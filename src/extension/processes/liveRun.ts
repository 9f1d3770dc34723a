import os from 'node:os';
import { UserError } from '../../common/errors';
import type { ControlCommand } from '../../protocol/control';
import type { ProcessFile } from '../../protocol/record';
import {
  distilleryFolder,
  isProcessAlive,
  listRuns,
  readProcessFile,
  sendControl,
  type RunFolder,
} from '../../runs';
import { killTree, type ProcessIdentity } from './killTree';
import type { RunRequest } from './types';
import { waitUntil } from './waiting';

const LOOK_EVERY_MILLISECONDS = 50;
const KILLED_WITHIN_MILLISECONDS = 10_000;
/** A run that is just starting is among the newest. */
const NEWEST_RUNS = 50;

/** The process that works on a run on this computer, whoever started it. */
export function trainerOf(folder: RunFolder): ProcessFile | undefined {
  const file = readProcessFile(folder);
  return file?.host === os.hostname() && isProcessAlive(file) ? file : undefined;
}

/** The folder of the run that a process works on, by what the records say; undefined when none names it (yet). */
export async function folderOfTrainer(
  request: RunRequest,
  { pid, startToken }: ProcessIdentity,
): Promise<RunFolder | undefined> {
  const candidates =
    request.kind === 'resume'
      ? [request.folder]
      : (await listRuns(distilleryFolder(request.experimentFile)).catch(() => [])).slice(-NEWEST_RUNS);
  return candidates.findLast((folder) => {
    const file = readProcessFile(folder);
    return file?.pid === pid && file.startToken === startToken && file.host === os.hostname();
  });
}

/** Gives an order to a live run. @throws UserError when it has no process here, or refuses */
export async function controlRun(
  folder: RunFolder,
  command: ControlCommand,
  timeoutMilliseconds?: number,
): Promise<void> {
  refuseElsewhere(folder);
  const trainer = trainerOf(folder);
  if (trainer === undefined) {
    throw new UserError(
      `No process works on the run ${folder.id} any more.`,
      'It can be resumed from its checkpoint.',
    );
  }
  const reply = await sendControl(trainer.controlAddress, command, timeoutMilliseconds);
  if (!reply.ok) throw new UserError(`The run ${folder.id} refuses to ${command}: ${reply.error}`);
}

/**
 * Ends the process of a run: asks it to keep what it has and stop, and kills it with all that it started when it does not
 * within the grace time. Resolves when the process is gone.
 *
 * @throws UserError when it runs on another computer, or can't be ended
 */
export async function stopRun(folder: RunFolder, graceMilliseconds: number): Promise<void> {
  refuseElsewhere(folder);
  const trainer = trainerOf(folder);
  if (trainer === undefined) return;
  const isGone = (): boolean => !isProcessAlive(trainer);
  // Whether it answers or not, what counts is that it ends.
  void sendControl(trainer.controlAddress, 'stop', graceMilliseconds).catch(() => undefined);
  if (await isGoneWithin(isGone, graceMilliseconds)) return;
  const killed = await killTree(trainer);
  if (await isGoneWithin(isGone, killed ? KILLED_WITHIN_MILLISECONDS : 0)) return;
  throw new UserError(
    `The process ${trainer.pid} of the run ${folder.id} can't be ended.`,
    'End it by hand, with the tools of your system.',
  );
}

function isGoneWithin(isGone: () => boolean, withinMilliseconds: number): Promise<boolean> {
  return waitUntil(isGone, { everyMilliseconds: LOOK_EVERY_MILLISECONDS, withinMilliseconds });
}

function refuseElsewhere(folder: RunFolder): void {
  const host = readProcessFile(folder)?.host;
  if (host !== undefined && host !== os.hostname()) {
    throw new UserError(`The run ${folder.id} belongs to the computer ${host}.`, 'Control it there.');
  }
}
