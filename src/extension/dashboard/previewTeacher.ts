import type { PreviewTeacher } from '../../protocol/dashboard';
import { distilleryFolder, listRuns, readRun, type RunFolder } from '../../runs';

const MOST_EXAMPLES = 64;
const LATEST_RUNS = 20;

/**
 * The teacher's answers to the probes of the latest run that recorded any: of one whose teacher was trained as the experiment file
 * says now, else of any in the experiment's folder.
 */
export async function readPreviewTeacher(experimentFile: string | undefined): Promise<PreviewTeacher | null> {
  if (experimentFile === undefined) return null;
  const { teacherDigestOfFile, teacherDigestOfRun } = await import('../base/teacherDigest');
  const wanted = await teacherDigestOfFile(experimentFile);
  const latest = (await listRuns(distilleryFolder(experimentFile))).slice(-LATEST_RUNS).reverse();
  const digests = await Promise.all(latest.map(teacherDigestOfRun));
  const isAsNow = (_: RunFolder, index: number): boolean => wanted !== undefined && digests[index] === wanted;
  return (
    firstTeacher(latest.filter(isAsNow), 'as-now') ??
    firstTeacher(
      latest.filter((folder, index) => !isAsNow(folder, index)),
      'other',
    )
  );
}

function firstTeacher(
  folders: readonly RunFolder[],
  settings: PreviewTeacher['settings'],
): PreviewTeacher | null {
  for (const folder of folders) {
    const { probes, name, id } = readRun(folder);
    const examples = (probes?.examples ?? []).flatMap(({ label, input, teacherLogits }) =>
      teacherLogits ? [{ label, input, logits: teacherLogits }] : [],
    );
    if (probes && examples.length > 0) {
      return {
        title: `${name ?? id} (${id})`,
        settings,
        inputShape: probes.inputShape,
        classNames: probes.classNames,
        examples: examples.slice(0, MOST_EXAMPLES),
      };
    }
  }
  return null;
}
