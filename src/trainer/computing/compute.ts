import { UserError } from '../../common/errors';
import type { ComputingMessage, ComputingTask } from '../../protocol/computing';
import { RunFolder } from '../../runs';
import { exitCodeOf, exitCodes, type ExitCode } from '../exitCodes';
import { resumeRun, startRun, trainTeacherOnly, type RunHost, type RunOutcome } from '../run';
import { describeFailure } from './failure';
import { parseOrder } from './order';
import { catchNoSignals } from './signals';

/** Sends a message to the parent, if there still is one; resolves once it is on its way. */
function send(message: ComputingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || process.send === undefined) resolve();
    // The parent may have gone meanwhile.
    else
      process.send(message, undefined, undefined, () => {
        resolve();
      });
  });
}

function perform(task: ComputingTask, host: RunHost): Promise<RunOutcome> {
  switch (task.type) {
    case 'run':
      return startRun({ ...task, ...host });
    case 'teacher':
      return trainTeacherOnly({ ...task, ...host });
    case 'resume':
      return resumeRun({ folder: new RunFolder(task.folder), ...host });
  }
}

/**
 * Makes this process the computing process of a run (see `protocol/computing.ts`), in which no signal is caught.
 *
 * @param text the order, as JSON
 * @returns the exit code, when the parent has been told how it ended
 */
export async function compute(text: string): Promise<ExitCode> {
  catchNoSignals();
  // What TensorFlow's own dependencies should no longer call is nothing that the person can mend.
  process.noDeprecation = true;
  const { task, withoutParent, events } = parseOrder(text);
  const stop = new AbortController();
  let started = false;
  const onDisconnect = (): void => {
    if (started) stop.abort();
    else process.exit(exitCodes.stopped);
  };
  if (withoutParent === 'stop') {
    process.on('disconnect', onDisconnect);
    if (!process.connected) onDisconnect();
  }
  try {
    const { status, summary } = await perform(task, {
      onStarted: ({ path }) => {
        started = true;
        void send({ type: 'started', folder: path });
      },
      onEvent: (event) => {
        if (events === 'send') void send({ type: 'event', event });
      },
      stop: stop.signal,
    });
    await send({ type: 'ended', status, summary });
    return exitCodeOf(status);
  } catch (thrown) {
    const error = describeFailure(thrown);
    if (!process.connected) {
      process.stderr.write(`${(error.kind === 'unexpected' ? error.stack : undefined) ?? error.message}\n`);
    }
    await send({ type: 'failed', error });
    return thrown instanceof UserError ? exitCodes.badInput : exitCodes.failed;
  }
}
