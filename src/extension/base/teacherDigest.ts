import { readFile } from 'node:fs/promises';
import { fingerprint, readExperiment, trainingFor, type Experiment } from '../../experiment';
import type { RunFolder } from '../../runs';

/** Equal for experiments whose teachers are trained alike. */
export function teacherDigest(experiment: Experiment): string {
  const { dataset, teacher } = experiment;
  return fingerprint({ dataset, teacher, training: trainingFor(experiment, 'teacher') });
}

/** Of the teacher of a run; undefined when its record does not say. */
export async function teacherDigestOfRun(folder: RunFolder): Promise<string | undefined> {
  try {
    const { experiment } = JSON.parse(await readFile(folder.experiment, 'utf8')) as {
      experiment: Experiment;
    };
    return teacherDigest(experiment);
  } catch {
    return undefined;
  }
}

/** Of the teacher that an experiment file describes now; undefined when it has none, or errors. */
export async function teacherDigestOfFile(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const read = readExperiment(text, file, { files: { exists: () => true } });
  return read.ok && read.experiment.teacher !== undefined ? teacherDigest(read.experiment) : undefined;
}
