import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { tf } from '../src/engine/tensorflow';
import type { TrainingCase } from './contender';

/** The training split as tensors. */
export interface ResidentCase {
  readonly inputs: Tensor;
  /** One-hot, examples × classes. */
  readonly labels: Tensor2D;
  /** Examples × classes. */
  readonly teacherLogits: Tensor2D;
}

export function residentCase({ dataset, teacherLogits }: TrainingCase): ResidentCase {
  const { train, classNames } = dataset;
  const classes = classNames.length;
  return {
    inputs: tf.tensor(train.inputs, [train.count, ...train.inputShape]),
    labels: tf.tidy(() =>
      tf.oneHot(tf.tensor1d(train.labels, 'int32'), classes).toFloat().as2D(train.count, classes),
    ),
    teacherLogits: tf.tensor2d(teacherLogits, [train.count, classes]),
  };
}

export function disposeCase({ inputs, labels, teacherLogits }: ResidentCase): void {
  tf.dispose([inputs, labels, teacherLogits]);
}
