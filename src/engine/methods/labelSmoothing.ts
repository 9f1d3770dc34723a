import type { Tensor2D } from '@tensorflow/tfjs';
import type { DistillationSettings } from '../../experiment/schema/distillation';
import { tf } from '../tensorflow';
import { crossEntropy } from './crossEntropy';
import type { Method } from './method';

type Settings = Extract<DistillationSettings, { method: 'label-smoothing' }>;

/**
 * Label smoothing: cross-entropy with (1 − ε)·label + ε/C on every one of the C classes.
 *
 * Szegedy et al. 2016, "Rethinking the Inception architecture", arXiv:1512.00567, section 7.
 */
export const labelSmoothing: Method<Settings> = {
  minimumClasses: 2,
  teacher: 'none',
  loss: ({ student, labels }, { epsilon }) => {
    const classes = student.logits.shape[1];
    const smoothed = tf.add<Tensor2D>(tf.mul(labels, 1 - epsilon), epsilon / classes);
    const hard = crossEntropy(student.logits, smoothed);
    return { total: hard, hard };
  },
};
