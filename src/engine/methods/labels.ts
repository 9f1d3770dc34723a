import { crossEntropy } from './crossEntropy';
import type { Method } from './method';

/** Plain training: cross-entropy with the labels. */
export const labels: Method<unknown> = {
  minimumClasses: 2,
  teacher: 'none',
  loss: ({ student, labels: targets }) => {
    const hard = crossEntropy(student.logits, targets);
    return { total: hard, hard };
  },
};
