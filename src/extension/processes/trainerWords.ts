import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseOverride, readExperiment, type Experiment } from '../../experiment';
import type { ProcessSettings, RunRequest } from './types';

/** The trainer's arguments for a request. */
export async function trainerWords(
  request: RunRequest,
  engine: ProcessSettings['engine'],
): Promise<string[]> {
  if (request.kind === 'resume') return ['resume', request.folder.path, '--json'];
  const { kind, experimentFile, overrides, cache } = request;
  const experiment = await resolved(experimentFile, overrides);
  const changes = [
    ...overrides,
    ...(kind === 'baseline' ? baselineAlone(experiment) : []),
    ...(engine !== 'auto' && experiment?.engine.name === 'auto' ? [`engine.name=${engine}`] : []),
  ];
  return [
    kind === 'teacher' ? 'teacher' : 'run',
    experimentFile,
    ...changes.flatMap((change) => ['--set', change]),
    ...(cache === 'ignore' ? ['--no-cache'] : []),
    '--json',
  ];
}

/** Where the trainer works: relative paths of the file count from its folder anyway. */
export function workingFolder(request: RunRequest): string {
  return request.kind === 'resume' ? request.folder.path : path.dirname(request.experimentFile);
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
    const read = readExperiment(await readFile(file, 'utf8'), file, {
      overrides: overrides.map(parseOverride),
    });
    return read.ok ? read.experiment : undefined;
  } catch {
    return undefined;
  }
}
