import type { Scalar } from '@tensorflow/tfjs';
import type { DistillationSettings } from '../../experiment/schema/distillation';
import { tf } from '../tensorflow';
import { crossEntropy, softenedDivergence } from './crossEntropy';
import type { Method } from './method';

type Settings = Extract<DistillationSettings, { method: 'hinton' }>;

/**
 * Knowledge distillation: (1 − α)·CE(labels, student) + α·T²·KL(teacher ‖ student), where both distributions of the second
 * term are softened, p = softmax(z / T). T² makes up for the gradients of soft targets, which shrink as 1/T².
 *
 * Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network", arXiv:1503.02531, section 2.
 */
export const hinton: Method<Settings> = {
  minimumClasses: 2,
  teacher: 'needed',
  loss: ({ student, teacher, labels }, { alpha, temperature }) => {
    const hard = crossEntropy(student.logits, labels);
    const soft = softenedDivergence(student.logits, teacher.logits, temperature);
    const total = tf.add<Scalar>(tf.mul(hard, 1 - alpha), tf.mul(soft, alpha * temperature ** 2));
    return { total, hard, soft };
  },
};
