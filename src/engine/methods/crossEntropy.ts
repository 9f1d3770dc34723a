import type { Scalar, Tensor2D } from '@tensorflow/tfjs';
import { currentOperations } from '../operations';
import { tf } from '../tensorflow';

/**
 * The mean over the batch of the cross-entropy of softmax(logits) with the targets, in nats.
 *
 * @param targets one distribution an example; constants
 */
export function crossEntropy(logits: Tensor2D, targets: Tensor2D): Scalar {
  return tf.mean<Scalar>(currentOperations().softmaxCrossEntropy(logits, targets));
}

/**
 * The mean over the batch of KL(pₜ ‖ pₛ), summed over classes, where p = softmax(z / T), in nats. It is computed as
 * CE(pₜ, zₛ/T) − CE(pₜ, zₜ/T): exactly 0 for equal logits, and with the gradient of the first term alone, since the second
 * is a constant.
 */
export function softenedDivergence(
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Scalar {
  const softTeacher = tf.div<Tensor2D>(teacherLogits, temperature);
  const softTargets = tf.softmax(softTeacher);
  const operations = currentOperations();
  const perExample = tf.sub(
    operations.softmaxCrossEntropy(tf.div(studentLogits, temperature), softTargets),
    operations.softmaxCrossEntropy(softTeacher, softTargets),
  );
  return tf.mean<Scalar>(perExample);
}
