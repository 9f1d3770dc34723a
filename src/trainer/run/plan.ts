import type { Dataset } from '../../data';
import { needsTeacher, type Experiment } from '../../experiment';
import type { StageKey } from '../../protocol/events';
import type { ExperimentFile } from '../../protocol/record';
import type { RunContext, RunWarning } from './context';
import { recordProbes } from './observations';
import { dataStage } from './stages/data';
import { reportStage, type SeededNetwork } from './stages/report';
import { fixedViews, softTargetsStage } from './stages/softTargets';
import { studentStage } from './stages/student';
import { teacherStage } from './stages/teacher';
import { measure } from './trainedNetwork';

/** The stages of a run in their order. */
export function stagesOf({
  experiment,
  scope,
}: Pick<ExperimentFile<Experiment>, 'experiment' | 'scope'>): StageKey[] {
  const taught = needsTeacher(experiment);
  const teaching: StageKey[] = [
    ...(taught || scope === 'teacher' ? (['teacher'] as const) : []),
    ...(taught ? (['soft-targets'] as const) : []),
  ];
  if (scope === 'teacher') return ['data', ...teaching];
  const students = experiment.seeds.flatMap((seed): StageKey[] =>
    experiment.baseline === false ? [`student-${seed}`] : [`student-${seed}`, `baseline-${seed}`],
  );
  return ['data', ...teaching, ...students, 'report'];
}

/**
 * Runs all stages that no earlier process of this run has finished.
 *
 * @returns the verdict, in one sentence
 */
export async function runPlan(
  context: RunContext,
  checkData: (dataset: Dataset) => readonly RunWarning[],
): Promise<string> {
  const { experiment, scope } = context;
  const data = await dataStage(context, checkData);
  const teacher =
    experiment.teacher !== undefined && (needsTeacher(experiment) || scope === 'teacher')
      ? await teacherStage(context, data, experiment.teacher)
      : undefined;
  const { distillation } = experiment;
  const targets =
    teacher && distillation.method === 'hinton'
      ? await softTargetsStage(context, data, teacher, distillation)
      : undefined;
  if (scope === 'teacher' && teacher !== undefined)
    return `Teacher: ${(await measure(teacher, data)).description}.`;
  if (targets === undefined) recordProbes(context, data);

  const students: SeededNetwork[] = [];
  const baselines: SeededNetwork[] = [];
  const views = fixedViews(context);
  for (const seed of experiment.seeds) {
    const shared = { seed, ...(views && { views }) };
    const student = await studentStage(context, data, {
      ...shared,
      stage: `student-${seed}`,
      distillation,
      ...(targets && { teacher: targets }),
    });
    if (student) students.push({ ...student, seed });
    if (experiment.baseline === false) continue;
    const baseline = await studentStage(context, data, {
      ...shared,
      stage: `baseline-${seed}`,
      distillation: experiment.baseline,
    });
    if (baseline) baselines.push({ ...baseline, seed });
  }
  if (students.length === 0)
    throw new Error('Every student diverged: its loss was no longer a number. Lower the learning rate.');
  const report = await reportStage(context, data, { ...(teacher && { teacher }), students, baselines });
  return report.verdict.sentence;
}
