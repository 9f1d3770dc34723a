import type { Experiment } from './schema/experiment';
import type { TrainingSettings } from './schema/training';

/**
 * The training settings of a network. For the teacher each field of `teacher.training` replaces the general one; an
 * optimizer or schedule is replaced whole, never merged field by field.
 */
export function trainingFor(experiment: Experiment, role: 'teacher' | 'student'): TrainingSettings {
  if (role === 'student') return experiment.training;
  const changes = Object.entries(experiment.teacher?.training ?? {}).filter(
    ([, value]) => value !== undefined,
  );
  return { ...experiment.training, ...Object.fromEntries(changes) };
}

/** Without a validation split there is no best epoch to know: the default then is the last. */
export function withKeepFor(experiment: Experiment, isKeepWritten: boolean): Experiment {
  if (experiment.dataset.validation !== 0 || isKeepWritten) return experiment;
  return { ...experiment, training: { ...experiment.training, keep: 'last' } };
}
