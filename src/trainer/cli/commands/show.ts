import type { Command } from 'commander';
import { visibleText } from '../../../common/text';
import type { Warning } from '../../../protocol/events';
import { readReport, summarizeRun, type RunFolder, type RunOutline, type RunState } from '../../../runs';
import { stageLines } from '../progress/lines';
import { pastOf } from '../progress/past';
import { referenceTo, resolveRun } from '../records';
import { reportLines } from '../report';
import { writeJson, writeLines, type Session } from '../session';
import { formatMoment } from '../text/moment';
import type { Style } from '../text/style';
import { addFolderOption, folderOf, type FolderOptions } from './folderOption';
import { addOutputOptions } from './options';
import { markState } from './runs';

/** What can be done with a run in this state. */
function nextSteps(state: RunState, reference: string): readonly string[] {
  switch (state) {
    case 'running':
      return [`Hold it: distillery pause ${reference}`, `End it: distillery stop ${reference}`];
    case 'paused':
      return [`Go on: distillery continue ${reference}`, `End it: distillery stop ${reference}`];
    case 'stopped':
    case 'crashed':
    case 'failed':
      return [`Go on: distillery resume ${reference}`];
    case 'done':
      return [`Take the network: distillery export ${reference} <folder>`];
  }
}

function heading(outline: RunOutline, style: Style): string {
  const started = outline.startedAt === undefined ? '' : `, started ${formatMoment(outline.startedAt)}`;
  const state = markState(outline.status, style)(outline.status);
  return `${style.bold(visibleText(outline.name ?? outline.id))}  ${state}${style.dim(started)}`;
}

function warningLine(warning: Warning, style: Style): string {
  const mend = warning.mend === undefined ? '' : style.dim(` ${visibleText(warning.mend)}`);
  return `${style.caution('!')} ${visibleText(warning.message)}${mend}`;
}

function stateLines(run: RunFolder, outline: RunOutline, style: Style): string[] {
  return [
    heading(outline, style),
    ...(outline.status === 'crashed'
      ? [style.bad('Its process ended without a word (killed, or the machine went down).')]
      : []),
    ...(outline.summary === undefined ? [] : [visibleText(outline.summary)]),
    '',
    ...stageLines(pastOf(run), style),
    ...outline.warnings.map((warning) => warningLine(warning, style)),
  ];
}

export function addShowCommand(program: Command, session: Session): void {
  const command = program
    .command('show')
    .description('Shows the report of a run, or how far it has come.')
    .argument('<run>', 'its id, the beginning of it, "latest", or the path of its folder');
  addOutputOptions(addFolderOption(command)).action(async (reference: string, options: FolderOptions) => {
    const run = await resolveRun(reference, folderOf(session, options));
    const outline = summarizeRun(run);
    const report = outline.status === 'done' ? readReport(run) : undefined;
    if (session.format === 'json') {
      writeJson(session, { run: run.id, folder: run.path, outline, report });
      return;
    }
    const { style } = session.terminal;
    writeLines(session, [
      ...(report === undefined
        ? stateLines(run, outline, style)
        : await reportLines(report, session.terminal)),
      '',
      `The record is in ${visibleText(run.path)}`,
      ...nextSteps(outline.status, await referenceTo(run, session.workingFolder)).map((line) =>
        style.dim(`  ${line}`),
      ),
    ]);
  });
}
