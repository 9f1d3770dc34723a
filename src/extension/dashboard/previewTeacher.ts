import type { PreviewTeacher } from '../../protocol/dashboard';
import { distilleryFolder, listRuns, readRun } from '../../runs';

const MOST_EXAMPLES = 64;
const LATEST_RUNS = 20;

/** The teacher's answers to the probes of the latest run of an experiment's folder that recorded any. */
export async function readPreviewTeacher(experimentFile: string | undefined): Promise<PreviewTeacher | null> {
  if (experimentFile === undefined) return null;
  const folders = await listRuns(distilleryFolder(experimentFile));
  for (const folder of folders.slice(-LATEST_RUNS).reverse()) {
    const { probes, name, id } = readRun(folder);
    const examples = (probes?.examples ?? []).flatMap(({ label, teacherLogits }) =>
      teacherLogits ? [{ label, logits: teacherLogits }] : [],
    );
    if (probes && examples.length > 0) {
      return {
        title: `${name ?? id} (${id})`,
        classNames: probes.classNames,
        examples: examples.slice(0, MOST_EXAMPLES),
      };
    }
  }
  return null;
}
