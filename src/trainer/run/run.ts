import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import {
  checkAgainstData,
  parseOverride,
  readExperiment,
  type Diagnostic,
  type Experiment,
} from '../../experiment';
import type { Environment, ExperimentFile, RunScope } from '../../protocol/record';
import { createRunId, distilleryFolder, readRun, RunFolder, writeFileAtomic } from '../../runs';
import { startEngine } from '../engines';
import { summarizeDataset } from './datasetSummary';
import { describeEnvironment } from './environment';
import { InvalidExperiment } from './invalidExperiment';
import { runProcess, type RunHost, type RunOutcome } from './process';

export interface StartOptions extends RunHost {
  readonly experimentFile: string;
  /** `path=value` each. */
  readonly overrides: readonly string[];
  readonly cache: 'use' | 'ignore';
}

export interface ResumeOptions extends RunHost {
  readonly folder: RunFolder;
}

/** Runs an experiment from its file to its report. @throws UserError for what is wrong with the file, the data or the engine */
export function startRun(options: StartOptions): Promise<RunOutcome> {
  return start(options, 'full');
}

/** Trains the teacher and computes its soft targets, so that later runs find both in the cache. @throws UserError as `startRun` */
export function trainTeacherOnly(options: StartOptions): Promise<RunOutcome> {
  return start(options, 'teacher');
}

async function start(options: StartOptions, scope: RunScope): Promise<RunOutcome> {
  const { experimentFile, overrides, cache } = options;
  const text = readText(experimentFile);
  const parsedOverrides = overrides.map(parseOverride);
  const read = readExperiment(text, experimentFile, { overrides: parsedOverrides });
  if (!read.ok) throw new InvalidExperiment(read.diagnostics);
  const { experiment } = read;
  if (scope === 'teacher' && experiment.teacher === undefined) {
    throw new UserError('There is no teacher to train.', 'Add a "teacher" section.', {
      file: experimentFile,
    });
  }
  const { engine, warnings } = await startEngine(experiment.engine.name, experiment.engine.threads);
  const environment = await describeEnvironment(path.dirname(experimentFile), engine);

  const folder = RunFolder.of(distilleryFolder(experimentFile), createRunId(experiment.name, new Date()));
  folder.create();
  const file: ExperimentFile<Experiment> = { source: experimentFile, overrides, scope, cache, experiment };
  writeFileAtomic(folder.experiment, JSON.stringify(file, undefined, 2));
  writeFileAtomic(folder.environment, JSON.stringify(environment, undefined, 2));
  return runProcess({
    ...options,
    folder,
    file,
    engine,
    earlier: undefined,
    warnings: [...warnings, ...read.warnings.map(asWarning)],
    checkData: (dataset) => {
      const diagnostics = checkAgainstData(
        experiment,
        text,
        experimentFile,
        summarizeDataset(dataset),
        parsedOverrides,
      );
      if (diagnostics.some(({ severity }) => severity === 'error')) throw new InvalidExperiment(diagnostics);
      return diagnostics.map(asWarning);
    },
  });
}

/**
 * Continues a run that was stopped, crashed or failed, with the settings and the engine that it began with: what comes out
 * is bit for bit what would have, had it never been interrupted.
 *
 * @throws UserError when it is running or done, or its engine or data are not what they were
 */
export async function resumeRun(options: ResumeOptions): Promise<RunOutcome> {
  const { folder } = options;
  const earlier = readRun(folder);
  if (earlier.status === 'running' || earlier.status === 'paused') {
    throw new UserError(
      `The run ${folder.id} is ${earlier.status} in another process.`,
      'Use continue, pause or stop instead.',
    );
  }
  if (earlier.status === 'done')
    throw new UserError(`The run ${folder.id} is done; there is nothing to resume.`, 'Start a new run.');
  const file = readRecordFile(folder.experiment) as ExperimentFile<Experiment>;
  const { engine: before } = readRecordFile(folder.environment) as Environment;
  const { engine } = await startEngine(before.name, before.threads);
  const changed = Object.keys(before.versions).filter(
    (name) => before.versions[name] !== engine.versions[name],
  );
  return runProcess({
    ...options,
    folder,
    file,
    engine: before,
    earlier,
    warnings: changed.map((name) => ({
      code: 'engine',
      message: `${name} is now ${engine.versions[name] ?? 'absent'}; the run began with ${before.versions[name] ?? 'another'}, so it no longer continues bit for bit.`,
    })),
    checkData: () => [],
  });
}

function asWarning({ message, mend }: Diagnostic): { code: 'data'; message: string; mend?: string } {
  return { code: 'data', message, ...(mend !== undefined && { mend }) };
}

function readText(experimentFile: string): string {
  try {
    return readFileSync(experimentFile, 'utf8');
  } catch (thrown) {
    throw new UserError(
      `The experiment file can't be read: ${messageOf(thrown)}`,
      'Check its name and the folder you are in.',
      {
        file: experimentFile,
      },
    );
  }
}

function readRecordFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new UserError(`The run's record is damaged: ${messageOf(thrown)}`, 'Start a new run.', { file });
  }
}
