import path from 'node:path';
import type { Command } from 'commander';
import { percent } from '../../../common/format';
import { visibleText } from '../../../common/text';
import type { Report } from '../../../protocol/report';
import { readReport, summarizeRun, type RunFolder, type RunOutline, type RunState } from '../../../runs';
import { stageTitle } from '../../../runs/record/stageTitle';
import { findRuns } from '../records';
import { writeJson, writeLines, type Session } from '../session';
import { formatMoment } from '../text/moment';
import type { Style } from '../text/style';
import { renderTable, type Column } from '../text/table';
import { addFolderOption, folderOf, type FolderOptions } from './folderOption';
import { addOutputOptions } from './options';

interface ListedRun {
  readonly folder: RunFolder;
  readonly outline: RunOutline;
  readonly report: Report | undefined;
}

/** How a run's state is coloured. */
export function markState(state: RunState, style: Style): (text: string) => string {
  switch (state) {
    case 'done':
      return style.good;
    case 'running':
      return style.accent;
    case 'paused':
    case 'stopped':
      return style.caution;
    case 'failed':
    case 'crashed':
      return style.bad;
  }
}

/** What came out, or where the run is or was. */
function outcomeOf({ outline, report }: ListedRun): string {
  if (report !== undefined) return visibleText(report.verdict.sentence);
  const stage = outline.stages.find(({ status }) => status === 'running' || status === 'interrupted');
  if (stage === undefined) return visibleText(outline.summary ?? '');
  const epoch = stage.epochs.at(-1)?.epoch ?? 0;
  const place = stage.totalEpochs === undefined ? '' : `, epoch ${epoch} of ${stage.totalEpochs}`;
  return `${stageTitle(stage.stage)}${place}`;
}

function columnsFor(runs: readonly ListedRun[]): Column<ListedRun>[] {
  const where = new Set(runs.map(({ folder }) => path.dirname(folder.path)));
  const experiment: Column<ListedRun> = {
    title: 'experiment',
    cell: ({ outline }) => visibleText(outline.name ?? ''),
    shortest: 10,
  };
  return [
    { title: 'run', cell: ({ folder }) => visibleText(folder.id), mark: (_, style) => style.bold },
    {
      title: 'started',
      cell: ({ outline }) => (outline.startedAt === undefined ? '' : formatMoment(outline.startedAt)),
      mark: (_, style) => style.dim,
    },
    {
      title: 'status',
      cell: ({ outline }) => outline.status,
      mark: ({ outline }, style) => markState(outline.status, style),
    },
    ...(where.size > 1 ? [experiment] : []),
    {
      title: 'student',
      alignment: 'right',
      cell: ({ report }) =>
        report?.studentAccuracy === undefined ? '' : percent(report.studentAccuracy.mean),
    },
    {
      title: 'baseline',
      alignment: 'right',
      cell: ({ report }) =>
        report?.baselineAccuracy === undefined ? '' : percent(report.baselineAccuracy.mean),
    },
    { title: 'outcome', cell: outcomeOf, shortest: 12 },
  ];
}

/** For programs. */
function describe({ folder, outline, report }: ListedRun): object {
  const { status, name, startedAt, endedAt, summary } = outline;
  return {
    run: folder.id,
    folder: folder.path,
    name,
    status,
    startedAt,
    endedAt,
    summary,
    studentAccuracy: report?.studentAccuracy,
    baselineAccuracy: report?.baselineAccuracy,
    verdict: report?.verdict,
  };
}

export function addRunsCommand(program: Command, session: Session): void {
  const command = program.command('runs').description('Lists the runs of a folder, newest first.');
  addOutputOptions(addFolderOption(command)).action(async (options: FolderOptions) => {
    const place = folderOf(session, options);
    const runs: ListedRun[] = [];
    for (const folder of await findRuns(place)) {
      runs.push({ folder, outline: summarizeRun(folder), report: readReport(folder) });
    }
    if (session.format === 'json') {
      writeJson(session, runs.map(describe));
    } else if (runs.length === 0) {
      writeLines(session, [`There are no runs in ${visibleText(place)}. Start one: distillery run <file>`]);
    } else {
      const { columns, style } = session.terminal;
      writeLines(session, renderTable(columnsFor(runs), runs, columns, style));
    }
  });
}
