import type { FileSystem } from '../files';
import type { JsonPath } from '../path';
import type { Problem } from '../problem';
import type { Experiment } from '../schema/experiment';
import type { ModelSettings } from '../schema/model';

/** What is known before anything is loaded. */
export interface CheckContext {
  readonly experiment: Experiment;
  /** Whether the file or an override gives the value at `path`, rather than a default. */
  readonly isWritten: (path: JsonPath) => boolean;
  /** The folder that paths start from. */
  readonly folder: string;
  readonly files: FileSystem;
}

/** What a loaded data set is like. */
export interface DataSummary {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  /** The shape of one example: [features] or [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
}

/** What is known once the data is loaded. */
export interface DataCheckContext {
  readonly experiment: Experiment;
  readonly data: DataSummary;
}

/** One rule that fields must obey together. Every check names all values it looks at as `path` and `causes`. */
export type Check<Context> = (context: Context) => Problem[];

type Details = Pick<Problem, 'message' | 'mend' | 'fix' | 'causes'>;

export function errorAt(path: JsonPath, details: Details): Problem {
  return { severity: 'error', path, pointAt: 'value', ...details };
}

export function warningAt(path: JsonPath, details: Details): Problem {
  return { severity: 'warning', path, pointAt: 'value', ...details };
}

/** The networks of an experiment and where they are described. */
export function modelsOf(
  experiment: Experiment,
): { role: 'teacher' | 'student'; path: JsonPath; model: ModelSettings }[] {
  const student = { role: 'student' as const, path: ['student', 'model'], model: experiment.student.model };
  if (experiment.teacher === undefined) return [student];
  return [{ role: 'teacher', path: ['teacher', 'model'], model: experiment.teacher.model }, student];
}
