import assert from 'node:assert/strict';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs';
import { methodOf, type LossTerms, type TaughtLossTerms } from '../../../../src/engine/methods';
import { tf } from '../../../../src/engine/tensorflow';
import type { DistillationSettings } from '../../../../src/experiment/schema/distillation';

export type Matrix = readonly (readonly number[])[];

export interface LossCase {
  readonly studentLogits: Matrix;
  readonly teacherLogits: Matrix;
  readonly labels: readonly number[];
}

export interface MeasuredLoss {
  readonly total: number;
  readonly hard: number;
  /** NaN where the method has no teacher. */
  readonly soft: number;
  /** Of the total, with respect to the student's logits: examples × classes. */
  readonly gradient: number[][];
}

/** Settings of Hinton's method; with α = 1 the soft term stands alone. */
export function hinton(temperature: number, alpha: number): DistillationSettings {
  return { method: 'hinton', temperature, alpha, augmentedTargets: 'live' };
}

/** Hinton's soft term alone. */
export function softOnly(temperature: number): DistillationSettings {
  return hinton(temperature, 1);
}

/** The loss of a method on given logits, as the training step computes it. */
export function measureLoss(settings: DistillationSettings, given: LossCase): MeasuredLoss {
  return tf.tidy(() => {
    const classes = given.studentLogits[0]?.length ?? 0;
    const student = matrix(given.studentLogits);
    const teacher = { logits: matrix(given.teacherLogits) };
    const labels = tf.oneHot(tf.tensor1d([...given.labels], 'int32'), classes).toFloat() as Tensor2D;
    const method = methodOf(settings);
    const lossOf = (logits: Tensor2D): LossTerms | TaughtLossTerms =>
      method.loss({ student: { logits }, teacher, labels, progress: { epoch: 0 } }, settings);
    const terms = lossOf(student);
    const gradient = tf.grad((logits) => lossOf(logits as Tensor2D).total)(student) as Tensor2D;
    const read = (scalar: Scalar): number => scalar.dataSync()[0] as number;
    return {
      total: read(terms.total),
      hard: read(terms.hard),
      soft: 'soft' in terms ? read(terms.soft) : NaN,
      gradient: gradient.arraySync(),
    };
  });
}

function matrix(rows: Matrix): Tensor2D {
  return tf.tensor2d(
    rows.map((row) => [...row]),
    undefined,
    'float32',
  );
}

export function assertNumberClose(actual: number, expected: number, tolerance: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(
    difference <= tolerance * Math.abs(expected),
    `${what} is ${actual}, not ${expected}: relative difference ${difference / Math.abs(expected)}`,
  );
}

/** Every entry within `tolerance` × the largest entry. */
export function assertMatrixClose(actual: Matrix, expected: Matrix, tolerance: number, what: string): void {
  assert.deepEqual(
    actual.map((row) => row.length),
    expected.map((row) => row.length),
  );
  const largest = Math.max(...expected.flat().map(Math.abs));
  actual.forEach((row, example) => {
    row.forEach((value, column) => {
      const difference = Math.abs(value - (expected[example]?.[column] ?? NaN));
      assert.ok(
        difference <= tolerance * largest,
        `${what}[${example}][${column}] is off by ${difference / largest} of the largest entry`,
      );
    });
  });
}
