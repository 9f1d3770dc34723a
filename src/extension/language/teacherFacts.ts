import fs from 'node:fs/promises';
import { fingerprint, trainingFor, type Experiment } from '../../experiment';
import type { RunEntry } from '../records';
import type { LensFacts } from './lenses';

/** Older runs than these are not looked at. */
const MOST_RUNS = 20;

/** Finds, among the runs of an experiment, one whose teacher was trained as the experiment has it now. */
export class TeacherFacts {
  /** What the teacher of a run depends on; a run's frozen experiment never changes. */
  private readonly digests = new Map<string, string | undefined>();

  /** @param runs of the experiment, newest first */
  async of(experiment: Experiment, runs: readonly RunEntry[]): Promise<LensFacts['teacher']> {
    if (experiment.teacher === undefined) return undefined;
    const wanted = digestOf(experiment);
    const candidates = runs.filter(({ summary }) => summary.results.teacherAccuracy !== undefined);
    for (const run of candidates.slice(0, MOST_RUNS)) {
      if ((await this.digestOfRun(run)) === wanted) return run.summary.results.teacherAccuracy;
    }
    return 'not-trained';
  }

  private async digestOfRun({ folder }: RunEntry): Promise<string | undefined> {
    if (!this.digests.has(folder.path)) {
      this.digests.set(folder.path, await readDigest(folder.experiment));
    }
    return this.digests.get(folder.path);
  }
}

async function readDigest(file: string): Promise<string | undefined> {
  try {
    const { experiment } = JSON.parse(await fs.readFile(file, 'utf8')) as { experiment: Experiment };
    return digestOf(experiment);
  } catch {
    return undefined;
  }
}

function digestOf(experiment: Experiment): string {
  const { dataset, teacher } = experiment;
  return fingerprint({ dataset, teacher, training: trainingFor(experiment, 'teacher') });
}
