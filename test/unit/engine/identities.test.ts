import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withEngine } from '../support/engine';
import { assertMatrixClose, hinton, measureLoss, softOnly } from './support/losses';
import type { LossCase, Matrix } from './support/losses';
import { finiteDifferences, plainCrossEntropy, plainDivergence, softmaxRow } from './support/plainLosses';

const runs = { numRuns: 25, seed: 20150309 };
const temperature = fc.constantFrom(0.5, 1, 2, 4, 20);

/** Two sets of logits for the same few examples. */
const pairs = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 6 }))
  .chain(([examples, classes]) => {
    const logit = fc.integer({ min: -600, max: 600 }).map((hundredths) => hundredths / 100);
    const matrix = fc.array(fc.array(logit, { minLength: classes, maxLength: classes }), {
      minLength: examples,
      maxLength: examples,
    });
    const labels = fc.array(fc.integer({ min: 0, max: classes - 1 }), {
      minLength: examples,
      maxLength: examples,
    });
    return fc.record({ studentLogits: matrix, teacherLogits: matrix, labels });
  });

function assertWithin(actual: Matrix, expected: Matrix, tolerance: number, what: string): void {
  actual.flat().forEach((value, index) => {
    const difference = Math.abs(value - (expected.flat()[index] ?? NaN));
    assert.ok(difference <= tolerance, `${what}, entry ${index}, is off by ${difference}`);
  });
}

function shifted(logits: Matrix): number[][] {
  return logits.map((row, example) => row.map((logit) => logit + 3.5 * (example + 1)));
}

describe('identities of the losses', () => {
  withEngine();

  it('the soft term and its gradient are 0 where student and teacher agree', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const same: LossCase = { ...given, studentLogits: given.teacherLogits };
        const { soft, total, gradient } = measureLoss(softOnly(T), same);
        assert.equal(soft, 0);
        assert.equal(total, 0);
        const none = gradient.map((row) => row.map(() => 0));
        assertWithin(gradient, none, 1e-7 * Math.max(T, 1), 'the gradient');
      }),
      runs,
    );
  });

  it('the soft term is the divergence from teacher to student in float64, never the other way round', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const expected = plainDivergence(given.teacherLogits, given.studentLogits, T);
        const { soft } = measureLoss(softOnly(T), given);
        assert.ok(Math.abs(soft - expected) <= 2e-6 * Math.max(1, expected), `${soft}, not ${expected}`);
      }),
      runs,
    );
  });

  it('a shift of all logits of an example changes nothing', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const settings = hinton(T, 0.6);
        const original = measureLoss(settings, given);
        for (const moved of [
          { ...given, studentLogits: shifted(given.studentLogits) },
          { ...given, teacherLogits: shifted(given.teacherLogits) },
        ]) {
          const { total, gradient } = measureLoss(settings, moved);
          const scale = Math.max(1, T ** 2);
          assert.ok(Math.abs(total - original.total) <= 1e-5 * scale, `${total}, not ${original.total}`);
          assertWithin(gradient, original.gradient, 2e-6 * scale, 'the gradient');
        }
      }),
      runs,
    );
  });

  it('gradients are the central differences of the loss, and of every row sum to 0', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const alpha = 0.7;
        const { gradient } = measureLoss(hinton(T, alpha), given);
        const targets = given.labels.map((label) =>
          (given.studentLogits[0] ?? []).map((_, index) => (index === label ? 1 : 0)),
        );
        const expected = finiteDifferences(
          (logits) =>
            (1 - alpha) * plainCrossEntropy(logits, targets) +
            alpha * T ** 2 * plainDivergence(given.teacherLogits, logits, T),
          given.studentLogits,
        );
        assertWithin(gradient, expected, 1e-6 * Math.max(1, T), 'the gradient');
        for (const row of gradient) {
          assert.ok(Math.abs(row.reduce((a, b) => a + b, 0)) <= 1e-6 * Math.max(1, T));
        }
      }),
      runs,
    );
  });

  it('divergence and cross-entropy with soft targets have the same gradient', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const { gradient } = measureLoss(softOnly(T), given);
        const targets = given.teacherLogits.map((row) => softmaxRow(row, T));
        const expected = finiteDifferences(
          (logits) => T ** 2 * plainCrossEntropy(logits, targets, T),
          given.studentLogits,
        );
        assertWithin(gradient, expected, 1e-6 * Math.max(1, T), 'the gradient');
      }),
      runs,
    );
  });

  it('at high temperatures the gradient tends to the difference of centred logits / (examples × classes)', () => {
    const given: LossCase = {
      studentLogits: [
        [1.5, -0.5, 0.25, 2],
        [0.5, 0.75, -3, 1],
      ],
      teacherLogits: [
        [-2, 1, 4, 0.5],
        [2.5, -1.5, 0, 3],
      ],
      labels: [2, 3],
    };
    const centred = (row: readonly number[]): number[] => {
      const mean = row.reduce((a, b) => a + b, 0) / row.length;
      return row.map((value) => value - mean);
    };
    const examples = given.labels.length;
    const limit = given.studentLogits.map((row, example) => {
      const teacher = centred(given.teacherLogits[example] ?? []);
      return centred(row).map((value, index) => (value - (teacher[index] ?? NaN)) / (examples * row.length));
    });
    const errorAt = (T: number): number => {
      const { gradient } = measureLoss(softOnly(T), given);
      return Math.max(
        ...gradient.flat().map((value, index) => Math.abs(value - (limit.flat()[index] ?? NaN))),
      );
    };
    assertMatrixClose(measureLoss(softOnly(100), given).gradient, limit, 0.02, 'the gradient');
    const ratio = errorAt(25) / errorAt(50);
    assert.ok(
      ratio > 1.8 && ratio < 2.2,
      `the error should shrink as 1/T; halved T makes it ${ratio} times as large`,
    );
  });

  it('α weighs the two terms: 0 is plain labels, 1 the soft term alone', () => {
    fc.assert(
      fc.property(pairs, temperature, (given, T) => {
        const labels = measureLoss({ method: 'labels' }, given);
        const hardOnly = measureLoss(hinton(T, 0), given);
        assert.equal(hardOnly.total, labels.total);
        assertWithin(hardOnly.gradient, labels.gradient, 1e-7, 'the gradient');
        const { total, soft } = measureLoss(softOnly(T), given);
        assert.equal(total, Math.fround(soft * T ** 2));
      }),
      runs,
    );
  });
});
