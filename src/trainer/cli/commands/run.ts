import path from 'node:path';
import type { Command } from 'commander';
import type { RunEvent } from '../../../protocol/events';
import type { RunFolder } from '../../../runs';
import type { RunOutcome } from '../../run';
import { exitCodes, type ExitCode } from '../exitCodes';
import { createRunDisplay, type RunDisplay } from '../progress/display';
import { pastOf } from '../progress/past';
import { referenceTo, resolveRun } from '../records';
import { reportLines } from '../report';
import { writeJson, writeLines, type Session } from '../session';
import { visibleText } from '../../../common/text';
import { addExperimentOptions, addOutputOptions, overridesOf, type ExperimentOptions } from './options';
import { addFolderOption, folderOf, type FolderOptions } from './folderOption';

interface RunOptions extends ExperimentOptions {
  readonly cache: boolean;
}

function exitCodeOf(status: RunOutcome['status']): ExitCode {
  switch (status) {
    case 'done':
      return exitCodes.done;
    case 'stopped':
      return exitCodes.stopped;
    case 'failed':
      return exitCodes.failed;
  }
}

async function closingLines(session: Session, outcome: RunOutcome): Promise<string[]> {
  const { style } = session.terminal;
  const reference = await referenceTo(outcome.folder, session.workingFolder);
  const record = `The record is in ${visibleText(path.relative(session.workingFolder, outcome.folder.path))}`;
  switch (outcome.status) {
    case 'done':
      return [
        '',
        record,
        style.dim(`  See it again:     distillery show ${reference}`),
        style.dim(`  Take the network: distillery export ${reference} <folder>`),
      ];
    case 'stopped':
      return [
        `${style.caution('Stopped.')} ${visibleText(outcome.summary)}`,
        record,
        style.dim(`  Go on: distillery resume ${reference}`),
      ];
    case 'failed':
      return [
        `${style.bad('Failed.')} ${visibleText(outcome.summary)}`,
        `${record}; the log is at ${visibleText(outcome.folder.log)}`,
        style.dim(`  Try again from the last checkpoint: distillery resume ${reference}`),
      ];
  }
}

async function close(session: Session, outcome: RunOutcome): Promise<void> {
  session.exitCode = exitCodeOf(outcome.status);
  if (session.format === 'json') {
    if (outcome.report !== undefined) writeJson(session, outcome.report);
    return;
  }
  if (outcome.report !== undefined) {
    writeLines(session, ['', ...(await reportLines(outcome.report, session.terminal))]);
  }
  writeLines(session, await closingLines(session, outcome));
}

/** What a run tells while it runs, shown by `display`. */
function listeners(
  session: Session,
  display: RunDisplay,
): {
  readonly onEvent: (event: RunEvent) => void;
  readonly onStarted: (folder: RunFolder) => void;
} {
  return {
    onEvent: display.show,
    onStarted: (folder) => {
      session.log = folder.log;
    },
  };
}

async function shown(session: Session, display: RunDisplay, work: Promise<RunOutcome>): Promise<void> {
  const outcome = await work.finally(display.finish);
  await close(session, outcome);
}

function addFreshRun(command: Command, session: Session, start: 'startRun' | 'trainTeacherOnly'): void {
  addExperimentOptions(command).option('--no-cache', 'train the teacher and compute its soft targets anew');
  addOutputOptions(command).action(async (file: string, options: RunOptions) => {
    const trainer = await import('../../run');
    const display = createRunDisplay(session.terminal, session.format);
    const work = trainer[start]({
      experimentFile: path.resolve(session.workingFolder, file),
      overrides: overridesOf(options),
      cache: options.cache ? 'use' : 'ignore',
      ...listeners(session, display),
    });
    await shown(session, display, work);
  });
}

/** `run`, `teacher` and `resume`: what trains. */
export function addRunCommands(program: Command, session: Session): void {
  addFreshRun(
    program
      .command('run')
      .description(
        'Trains teacher, student and baseline as an experiment file says, and reports what came out.',
      )
      .argument('<file>', 'the experiment file, *.distill.json')
      .addHelpText(
        'after',
        `
On a terminal a bar shows the stage under way; piped, every epoch has a line; with --json every event is a line of JSON
and the last line is the report. Ctrl+C finishes the step, writes a checkpoint and stops.

Examples:
  distillery run mnist.distill.json
  distillery run mnist.distill.json --set distillation.temperature=8 --set training.epochs=20 --seeds 1,2,3
  distillery run mnist.distill.json --engine wasm --no-cache
`,
      ),
    session,
    'startRun',
  );
  addFreshRun(
    program
      .command('teacher')
      .description('Trains only the teacher and computes its soft targets; later runs reuse both.')
      .argument('<file>', 'the experiment file, *.distill.json'),
    session,
    'trainTeacherOnly',
  );
  const resume = program
    .command('resume')
    .description(
      'Goes on with a run that was stopped or crashed, from its last checkpoint, as if never interrupted.',
    )
    .argument('<run>', 'its id, the beginning of it, "latest", or the path of its folder');
  addOutputOptions(addFolderOption(resume)).action(async (reference: string, options: FolderOptions) => {
    const folder = await resolveRun(reference, folderOf(session, options));
    session.log = folder.log;
    const trainer = await import('../../run');
    const display = createRunDisplay(session.terminal, session.format, pastOf(folder));
    await shown(session, display, trainer.resumeRun({ folder, ...listeners(session, display) }));
  });
}
