import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { Examples } from '../../common/examples';
import type { DistillationSettings } from '../../experiment/schema/distillation';
import { forward } from '../forward';
import { methodOf, type LossTerms, type TaughtLossTerms } from '../methods';
import { currentOperations } from '../operations';
import { tf } from '../tensorflow';
import { viewShownIn, type Batch } from './inputs';
import type { FixedViews, TeacherSignal } from './types';

/** What the student is taught about one batch: from its logits to the loss. */
export type BatchLoss = (studentLogits: Tensor2D) => LossTerms | TaughtLossTerms;

/** What the student is taught about the training split: labels, and a teacher's answers where the method needs them. */
export interface Supervision {
  /** @param inputs of the batch as the student sees them */
  lossOf(batch: Batch, inputs: Tensor, epoch: number): BatchLoss;
  dispose(): void;
}

export interface SupervisionRequest {
  readonly examples: Examples;
  readonly classes: number;
  readonly distillation: DistillationSettings;
  readonly teacher?: TeacherSignal;
  readonly views?: FixedViews;
}

/** @throws UserError when the method can't teach this many classes */
export function createSupervision(request: SupervisionRequest): Supervision {
  const { examples, classes, distillation, teacher, views } = request;
  const method = methodOf(distillation);
  if (classes < method.minimumClasses) {
    throw new UserError(
      `The method "${distillation.method}" needs ${method.minimumClasses} classes, but the data has ${classes}.`,
      'Choose another distillation.method.',
    );
  }
  const labels = tf.keep(oneHot(examples.labels, classes));
  const labelsOf = (batch: Batch): Tensor2D => currentOperations().gather(labels, batch.indices) as Tensor2D;
  if (method.teacher === 'none') {
    return {
      lossOf: (batch, _inputs, epoch) => {
        const input = { labels: labelsOf(batch), progress: { epoch } };
        return (logits) => method.loss({ ...input, student: { logits } }, distillation);
      },
      dispose: () => {
        labels.dispose();
      },
    };
  }
  if (teacher === undefined) {
    throw new Error(`The method "${distillation.method}" needs a teacher.`);
  }
  const answers = teacherAnswers(teacher, examples.count, classes, views);
  return {
    lossOf: (batch, inputs, epoch) => {
      const input = {
        labels: labelsOf(batch),
        teacher: { logits: answers.of(batch, inputs, epoch) },
        progress: { epoch },
      };
      return (logits) => method.loss({ ...input, student: { logits } }, distillation);
    },
    dispose: () => {
      labels.dispose();
      answers.dispose();
    },
  };
}

interface TeacherAnswers {
  of(batch: Batch, inputs: Tensor, epoch: number): Tensor2D;
  dispose(): void;
}

function teacherAnswers(
  teacher: TeacherSignal,
  count: number,
  classes: number,
  views: FixedViews | undefined,
): TeacherAnswers {
  if (teacher.kind === 'live') {
    return {
      of: (_batch, inputs) => forward(teacher.network, inputs, { kind: 'inference' }, currentOperations()),
      dispose: () => undefined,
    };
  }
  const rows = (views?.count ?? 1) * count;
  if (teacher.logits.length !== rows * classes) {
    throw new Error(`There are ${teacher.logits.length} cached logits, not ${rows} × ${classes}.`);
  }
  const logits = tf.keep(tf.tensor2d(teacher.logits, [rows, classes], 'float32'));
  return {
    of: ({ examples, indices }, _inputs, epoch) => {
      const firstRow = views === undefined ? 0 : viewShownIn(epoch, views) * count;
      const found =
        firstRow === 0
          ? indices
          : tf.tensor1d(
              examples.map((example) => firstRow + example),
              'int32',
            );
      return currentOperations().gather(logits, found) as Tensor2D;
    },
    dispose: () => {
      logits.dispose();
    },
  };
}

function oneHot(labels: Int32Array, classes: number): Tensor2D {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, example) => (values[example * classes + label] = 1));
  return tf.tensor2d(values, [labels.length, classes], 'float32');
}
