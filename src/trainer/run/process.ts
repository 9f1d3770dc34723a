import { rmSync } from 'node:fs';
import { messageOf, UserError } from '../../common/errors';
import type { Dataset } from '../../data';
import type { Experiment } from '../../experiment';
import { EVENT_LOG_VERSION, type NewRunEvent, type RunEvent, type RunStatus } from '../../protocol/events';
import type { EngineDescription, ExperimentFile } from '../../protocol/record';
import {
  describeThisProcess,
  distilleryFolder,
  indexRecord,
  prepareCacheFolder,
  RunWriter,
  writeCheckpoint,
  writeFileAtomic,
  type RunFolder,
  type RunRecord,
} from '../../runs';
import { type Cache, FolderCache, noCache } from '../cache/cache';
import { ControlServer } from '../control/server';
import { RunControl, RunStopped } from './control';
import { warn, type RunContext, type RunWarning } from './context';
import { runPlan, stagesOf } from './plan';

/** Whoever a run is made for. */
export interface RunHost {
  /** Everything that goes into the event log, as it happens. */
  readonly onEvent: (event: RunEvent) => void;
  /** Once the record is there and commands are obeyed. */
  readonly onStarted: (folder: RunFolder) => void;
  /** Aborted, it stops the run as the command does. */
  readonly stop: AbortSignal;
}

export interface RunOutcome {
  readonly status: RunStatus;
  readonly folder: RunFolder;
  /** The verdict, or why it ended. */
  readonly summary: string;
}

export interface ProcessTask extends RunHost {
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
  const writer = RunWriter.open(task.folder);
  try {
    return await runControlled(task, writer);
  } finally {
    writer.close();
    indexRecord(task.folder);
  }
}

async function runControlled(task: ProcessTask, writer: RunWriter): Promise<RunOutcome> {
  const { folder, onEvent, stop } = task;
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
  const onStop = (): void => {
    void control.handle('stop');
  };
  stop.addEventListener('abort', onStop);
  try {
    writeFileAtomic(folder.process, JSON.stringify(describeThisProcess(server.address)));
    announce(task, emit);
    writer.flush();
    task.onStarted(folder);
    return await runToEnd(newContext(task, control, writer, emit), task, writer);
  } finally {
    stop.removeEventListener('abort', onStop);
    await server.close();
  }
}

function announce({ folder, file, earlier }: ProcessTask, emit: RunContext['emit']): void {
  const { name } = file.experiment;
  if (earlier === undefined) {
    emit({ type: 'run-started', version: EVENT_LOG_VERSION, run: folder.id, name, stages: stagesOf(file) });
  } else emit({ type: 'run-resumed' });
}

function newContext(
  task: ProcessTask,
  control: RunControl,
  writer: RunWriter,
  emit: RunContext['emit'],
): RunContext {
  const { folder, file, engine, earlier, onEvent } = task;
  const { cache, problem } = openCache(file);
  const context: RunContext = {
    folder,
    experiment: file.experiment,
    experimentFile: file.source,
    scope: file.scope,
    engine,
    cache,
    control,
    emit,
    writeCheckpoint: (checkpoint) => {
      onEvent(writeCheckpoint(folder, writer, checkpoint));
    },
    earlier,
    warnings: [...(earlier?.warnings ?? [])],
  };
  if (problem !== undefined) warn(context, { code: 'cache', ...problem });
  return context;
}

/** That nothing can be kept for later runs is no reason for this run to fail. */
function openCache({ cache, source }: ExperimentFile<Experiment>): {
  readonly cache: Cache;
  readonly problem?: Pick<RunWarning, 'message' | 'mend'>;
} {
  if (cache === 'ignore') return { cache: noCache };
  try {
    return { cache: new FolderCache(prepareCacheFolder(distilleryFolder(source))) };
  } catch (thrown) {
    const mend = thrown instanceof UserError ? thrown.mend : undefined;
    return {
      cache: noCache,
      problem: {
        message: `Nothing is cached: ${messageOf(thrown)}`,
        ...(mend !== undefined && { mend }),
      },
    };
  }
}

async function runToEnd(context: RunContext, task: ProcessTask, writer: RunWriter): Promise<RunOutcome> {
  const { folder } = task;
  const end = (status: RunStatus, summary: string): RunOutcome => {
    context.emit({ type: 'run-ended', status, summary });
    writer.sync();
    return { status, folder, summary };
  };
  try {
    for (const warning of task.warnings) warn(context, warning);
    const summary = await runPlan(context, task.checkData);
    rmSync(folder.checkpoints, { recursive: true, force: true });
    return end('done', summary);
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
