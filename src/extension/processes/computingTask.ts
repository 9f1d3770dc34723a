import { readFile } from 'node:fs/promises';
import type { Experiment } from '../../experiment';
import type { ComputingTask } from '../../protocol/computing';
import type { ProcessSettings, RunRequest } from './types';

/** What the trainer is to do for a request. */
export async function computingTask(
  request: RunRequest,
  engine: ProcessSettings['engine'],
): Promise<ComputingTask> {
  if (request.kind === 'resume') return { type: 'resume', folder: request.folder.path };
  const { kind, experimentFile, overrides, cache } = request;
  const experiment = await resolved(experimentFile, overrides);
  return {
    type: kind === 'teacher' ? 'teacher' : 'run',
    experimentFile,
    overrides: [
      ...overrides,
      ...(kind === 'baseline' ? baselineAlone(experiment) : []),
      ...(engine !== 'auto' && experiment?.engine.name === 'auto' ? [`engine.name=${engine}`] : []),
    ],
    cache,
  };
}

/** The student, trained as its baseline would be. */
function baselineAlone(experiment: Experiment | undefined): string[] {
  const asked = experiment?.baseline ?? false;
  const method = asked === false ? { method: 'labels' } : asked;
  return [`distillation=${JSON.stringify(method)}`, 'baseline=false'];
}

/** Undefined when something is wrong with the file: the trainer will tell. */
async function resolved(file: string, overrides: readonly string[]): Promise<Experiment | undefined> {
  try {
    const { parseOverride, readExperiment } = await import('../../experiment');
    const read = readExperiment(await readFile(file, 'utf8'), file, {
      overrides: overrides.map(parseOverride),
    });
    return read.ok ? read.experiment : undefined;
  } catch {
    return undefined;
  }
}
