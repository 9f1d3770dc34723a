import type { AdamOptimizer, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Network } from '../src/engine';
import { tf } from '../src/engine/tensorflow';
import type { TrainingCase } from './contender';
import { PlainLoop } from './plainLoop';
import { disposeCase, residentCase, type ResidentCase } from './residentCase';

/** How one would write it with what TensorFlow.js offers: its layers, its optimizer, its mathematics. */
export class StockLoop extends PlainLoop {
  private readonly resident: ResidentCase;
  private readonly optimizer: AdamOptimizer;

  constructor(
    private readonly task: TrainingCase,
    private readonly student: Network,
  ) {
    super(task);
    this.resident = residentCase(task);
    this.optimizer = tf.train.adam(task.settings.optimizer.learningRate);
  }

  dispose(): Promise<void> {
    this.optimizer.dispose();
    this.student.dispose();
    disposeCase(this.resident);
    return Promise.resolve();
  }

  protected run(batch: Int32Array): void {
    tf.tidy(() => {
      this.optimizer.minimize(() => this.loss(batch));
    });
  }

  protected lossOf(batch: Int32Array): number {
    return tf.tidy(() => {
      const loss = this.optimizer.minimize(() => this.loss(batch), true);
      if (loss === null) throw new Error('The optimizer gave no loss.');
      return loss.dataSync<'float32'>()[0] as number;
    });
  }

  private loss(batch: Int32Array): Scalar {
    const { temperature, alpha } = this.task.distillation;
    const indices = tf.tensor1d(batch, 'int32');
    const inputs = tf.gather(this.resident.inputs, indices);
    const labels = tf.gather(this.resident.labels, indices);
    const teacher = tf.gather(this.resident.teacherLogits, indices);
    const logits = this.student.model.apply(inputs, { training: true }) as Tensor2D;
    const hard = meanOverRows(labels, tf.neg(tf.logSoftmax(logits)));
    const logTargets = tf.logSoftmax(tf.div(teacher, temperature));
    const soft = meanOverRows(
      tf.exp(logTargets),
      tf.sub(logTargets, tf.logSoftmax(tf.div(logits, temperature))),
    );
    return tf.add(tf.mul(hard, 1 - alpha), tf.mul(soft, alpha * temperature ** 2));
  }
}

function meanOverRows(weights: Tensor, values: Tensor): Scalar {
  return tf.mean(tf.sum(tf.mul(weights, values), 1));
}
