import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import type { Dataset } from '../../data';
import type { Experiment } from '../../experiment';
import type { NewRunEvent, RunEvent, RunStatus, Warning } from '../../protocol/events';
import type { EngineDescription, ExperimentFile, ProcessFile } from '../../protocol/record';
import type { Report } from '../../protocol/report';
import {
  distilleryFolder,
  processStartToken,
  RunWriter,
  writeFileAtomic,
  type RunFolder,
  type RunRecord,
} from '../../runs';
import { FolderCache, noCache } from '../cache/cache';
import { ControlServer } from '../control/server';
import { RunControl, RunStopped } from './control';
import { warn, type RunContext, type RunWarning } from './context';
import { runPlan, stagesOf } from './plan';
import { stopOnSignals } from './signals';

export interface RunListener {
  /** Everything that goes into the event log, as it happens. */
  readonly onEvent: (event: RunEvent) => void;
  /** Once the record is there. */
  readonly onStarted?: (folder: RunFolder) => void;
}

export interface RunOutcome {
  readonly status: RunStatus;
  readonly folder: RunFolder;
  /** The verdict, or why it ended. */
  readonly summary: string;
  readonly report?: Report;
}

export interface ProcessTask extends RunListener {
  readonly folder: RunFolder;
  readonly file: ExperimentFile<Experiment>;
  readonly engine: EngineDescription;
  readonly earlier: RunRecord | undefined;
  readonly warnings: readonly RunWarning[];
  /** Judges the experiment by the data that was loaded. @throws UserError */
  readonly checkData: (dataset: Dataset) => readonly RunWarning[];
}

/** Runs the stages in this process, which can be told what to do until they end; whatever happens, the record says so. */
export async function runProcess(task: ProcessTask): Promise<RunOutcome> {
  const { folder, file, onEvent } = task;
  const writer = RunWriter.open(folder);
  const emit = (event: NewRunEvent): void => {
    onEvent(writer.append(event));
  };
  const control = new RunControl({
    paused: () => {
      emit({ type: 'paused' });
      writer.flush();
    },
    continued: () => {
      emit({ type: 'continued' });
    },
  });
  const server = await ControlServer.listen(folder.id, (command) => control.handle(command));
  const release = stopOnSignals(control, () => {
    writer.close();
  });
  try {
    writeProcessFile(folder, server.address);
    const { name } = file.experiment;
    if (task.earlier === undefined)
      emit({ type: 'run-started', version: 1, run: folder.id, name, stages: stagesOf(file) });
    else emit({ type: 'run-resumed' });
    writer.flush();
    task.onStarted?.(folder);
    const context: RunContext = {
      folder,
      experiment: file.experiment,
      experimentFile: file.source,
      scope: file.scope,
      engine: task.engine,
      cache:
        file.cache === 'use' ? new FolderCache(path.join(distilleryFolder(file.source), 'cache')) : noCache,
      control,
      emit,
      earlier: task.earlier,
      warnings: [...(task.earlier?.warnings ?? [])],
    };
    for (const warning of task.warnings) warn(context, warning);
    return await finish(context, task, writer);
  } finally {
    release();
    await server.close();
    writer.close();
  }
}

async function finish(context: RunContext, task: ProcessTask, writer: RunWriter): Promise<RunOutcome> {
  const { folder } = task;
  const end = (status: RunStatus, summary: string): RunOutcome => {
    context.emit({ type: 'run-ended', status, summary });
    writer.sync();
    return { status, folder, summary };
  };
  try {
    const { summary, report } = await runPlan(context, task.checkData);
    rmSync(folder.checkpoints, { recursive: true, force: true });
    return { ...end('done', summary), ...(report && { report }) };
  } catch (thrown) {
    if (thrown instanceof RunStopped) return end('stopped', 'It can be resumed from where it stopped.');
    writer.log(
      thrown instanceof Error && !(thrown instanceof UserError)
        ? (thrown.stack ?? thrown.message)
        : messageOf(thrown),
    );
    const outcome = end('failed', messageOf(thrown));
    if (thrown instanceof UserError) throw thrown;
    return outcome;
  }
}

function writeProcessFile(folder: RunFolder, controlAddress: string): void {
  const file: ProcessFile = {
    pid: process.pid,
    startToken: processStartToken(process.pid),
    host: os.hostname(),
    controlAddress,
    startedAt: Date.now(),
  };
  writeFileAtomic(folder.process, JSON.stringify(file));
}
