import path from 'node:path';
import type { Command } from 'commander';
import type { ComputingTask } from '../../../protocol/computing';
import { readReport, type RunFolder } from '../../../runs';
import { exitCodeOf, exitCodes } from '../../exitCodes';
import { ComputingProcess, type ComputingEnd } from '../computing/process';
import { passOnSignals } from '../computing/signals';
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

async function closingLines(
  session: Session,
  { status, summary }: ComputingEnd,
  folder: RunFolder,
): Promise<string[]> {
  const { style } = session.terminal;
  const reference = await referenceTo(folder, session.workingFolder);
  const record = `The record is in ${visibleText(path.relative(session.workingFolder, folder.path))}`;
  const tryAgain = style.dim(`  Try again from the last checkpoint: distillery resume ${reference}`);
  switch (status) {
    case 'done':
      return [
        '',
        record,
        style.dim(`  See it again:     distillery show ${reference}`),
        style.dim(`  Take the network: distillery export ${reference} <folder>`),
      ];
    case 'stopped':
      return [
        `${style.caution('Stopped.')} ${visibleText(summary)}`,
        record,
        style.dim(`  Go on: distillery resume ${reference}`),
      ];
    case 'killed':
      return [
        `${style.caution('Stopped.')} ${visibleText(summary)}`,
        record,
        style.dim(`  Go on from the last checkpoint: distillery resume ${reference}`),
      ];
    case 'failed':
      return [
        `${style.bad('Failed.')} ${visibleText(summary)}`,
        `${record}; the log is at ${visibleText(folder.log)}`,
        tryAgain,
      ];
    case 'crashed':
      return [`${style.bad('Crashed.')} ${visibleText(summary)}`, record, tryAgain];
  }
}

/** Tells how a run ended. One that was ended before it began has nothing to tell. */
async function close(session: Session, end: ComputingEnd): Promise<void> {
  const { status, summary, folder } = end;
  switch (status) {
    case 'killed':
      session.exitCode = exitCodes.stopped;
      break;
    case 'crashed':
      session.exitCode = exitCodes.failed;
      break;
    case 'done':
    case 'stopped':
    case 'failed':
      session.exitCode = exitCodeOf(status);
  }
  if (folder === undefined) return;
  const report = status === 'done' ? readReport(folder) : undefined;
  if (session.format === 'json') {
    if (report !== undefined) writeJson(session, report);
    if (status === 'crashed') {
      const mend = `Go on from the last checkpoint: distillery resume ${await referenceTo(folder, session.workingFolder)}`;
      writeJson(session, { error: { message: summary, mend, exitCode: session.exitCode } });
    }
    return;
  }
  if (report !== undefined) writeLines(session, ['', ...(await reportLines(report, session.terminal))]);
  writeLines(session, await closingLines(session, end, folder));
}

/** Has a process of its own compute, shows what it tells, and passes on what this one is told. */
async function train(session: Session, task: ComputingTask, display: RunDisplay): Promise<void> {
  const computing = new ComputingProcess(task, {
    onEvent: display.show,
    onStarted: (folder) => {
      session.log = folder.log;
    },
    onOutput: session.terminal.writeError,
  });
  const release = passOnSignals(computing);
  const end = await computing.ended.finally(() => {
    release();
    display.finish();
  });
  await close(session, end);
}

function addFreshRun(command: Command, session: Session, type: 'run' | 'teacher'): void {
  addExperimentOptions(command).option('--no-cache', 'train the teacher and compute its soft targets anew');
  addOutputOptions(command).action(async (file: string, options: RunOptions) => {
    const task = {
      type,
      experimentFile: path.resolve(session.workingFolder, file),
      overrides: overridesOf(options),
      cache: options.cache ? ('use' as const) : ('ignore' as const),
    };
    await train(session, task, createRunDisplay(session.terminal, session.format));
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
and the last line is the report. Ctrl+C finishes the step, writes a checkpoint and stops; a second one stops at once.
Ctrl+Z pauses until fg or bg.

Examples:
  distillery run mnist.distill.json
  distillery run mnist.distill.json --set distillation.temperature=8 --set training.epochs=20 --seeds 1,2,3
  distillery run mnist.distill.json --engine wasm --no-cache
`,
      ),
    session,
    'run',
  );
  addFreshRun(
    program
      .command('teacher')
      .description('Trains only the teacher and computes its soft targets; later runs reuse both.')
      .argument('<file>', 'the experiment file, *.distill.json'),
    session,
    'teacher',
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
    const display = createRunDisplay(session.terminal, session.format, pastOf(folder));
    await train(session, { type: 'resume', folder: folder.path }, display);
  });
}
