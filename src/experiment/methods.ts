import type { MethodName } from './schema/distillation';
import type { Experiment } from './schema/experiment';

/** What a method demands of the rest of the experiment. */
export interface MethodRule {
  readonly needsTeacher: boolean;
  /** Methods that look at the classes other than the true one need three. */
  readonly minimumClasses: number;
}

export const methodRules: Readonly<Record<MethodName, MethodRule>> = {
  hinton: { needsTeacher: true, minimumClasses: 2 },
  'label-smoothing': { needsTeacher: false, minimumClasses: 2 },
  labels: { needsTeacher: false, minimumClasses: 2 },
};

/** Whether the student learns from a teacher's soft targets. */
export function needsTeacher(experiment: Pick<Experiment, 'distillation'>): boolean {
  return methodRules[experiment.distillation.method].needsTeacher;
}
