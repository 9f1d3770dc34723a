import type { Command } from 'commander';
import { hostname } from 'node:os';
import { UserError } from '../../../common/errors';
import type { ControlCommand, TrainerState } from '../../../protocol/control';
import { isProcessAlive, readProcessFile, sendControl, type RunFolder } from '../../../runs';
import { resolveRun } from '../records';
import { writeJson, writeLines, type Session } from '../session';
import { addFolderOption, folderOf, type FolderOptions } from './folderOption';
import { addOutputOptions } from './options';

type Order = Exclude<ControlCommand, 'status'>;

const descriptions: Readonly<Record<Order, string>> = {
  pause: 'Holds a live run after its current step.',
  continue: 'Lets a paused run go on.',
  checkpoint: 'Makes a live run write a checkpoint now.',
  stop: 'Ends a live run after its current step with a checkpoint, from which it can be resumed.',
};

function answerInWords(order: Order, state: TrainerState): string {
  switch (order) {
    case 'checkpoint':
      return 'writes a checkpoint';
    case 'pause':
    case 'continue':
    case 'stop':
      return `is ${state}`;
  }
}

async function give(order: Order, run: RunFolder): Promise<TrainerState> {
  const trainer = readProcessFile(run);
  if (trainer === undefined || (trainer.host === hostname() && !isProcessAlive(trainer))) {
    throw new UserError(`${run.id} has no running process`, `To go on with it: distillery resume ${run.id}.`);
  }
  const reply = await sendControl(trainer.controlAddress, order);
  if (!reply.ok) throw new UserError(`${run.id} refuses to ${order}: ${reply.error}`);
  return reply.state;
}

/** `pause`, `continue`, `checkpoint` and `stop`: orders to the process of a live run. */
export function addControlCommands(program: Command, session: Session): void {
  for (const order of ['pause', 'continue', 'checkpoint', 'stop'] as const) {
    const command = program
      .command(order)
      .description(descriptions[order])
      .argument('<run>', 'its id, the beginning of it, "latest", or the path of its folder');
    addOutputOptions(addFolderOption(command)).action(async (reference: string, options: FolderOptions) => {
      const run = await resolveRun(reference, folderOf(session, options));
      const state = await give(order, run);
      if (session.format === 'json') writeJson(session, { run: run.id, command: order, state });
      else writeLines(session, [`${run.id} ${answerInWords(order, state)}`]);
    });
  }
}
