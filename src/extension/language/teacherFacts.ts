import type { Experiment } from '../../experiment';
import { teacherDigest, teacherDigestOfRun } from '../base/teacherDigest';
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
    const wanted = teacherDigest(experiment);
    const candidates = runs.filter(({ summary }) => summary.results.teacherAccuracy !== undefined);
    for (const run of candidates.slice(0, MOST_RUNS)) {
      if ((await this.digestOfRun(run)) === wanted) return run.summary.results.teacherAccuracy;
    }
    return 'not-trained';
  }

  private async digestOfRun({ folder }: RunEntry): Promise<string | undefined> {
    if (!this.digests.has(folder.path)) {
      this.digests.set(folder.path, await teacherDigestOfRun(folder));
    }
    return this.digests.get(folder.path);
  }
}
