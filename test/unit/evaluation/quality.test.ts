import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accuracy, quality } from '../../../src/engine/evaluation/quality';
import {
  agreement,
  divergence,
  pairedComparison,
  pairedCounts,
} from '../../../src/engine/evaluation/comparison';

/** Two-class logits whose softmax gives this probability to the first class. */
function withProbability(probability: number): [number, number] {
  return [Math.log(probability / (1 - probability)), 0];
}

const finite = fc.float({ min: -30, max: 30, noNaN: true });
/** Logits and labels of a few examples over a few classes, and a second network's logits of the same examples. */
const cases = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 40 }))
  .chain(([classes, count]) => {
    const logits = fc
      .array(finite, { minLength: classes * count, maxLength: classes * count })
      .map((values) => Float32Array.from(values));
    const labels = fc
      .array(fc.nat(classes - 1), { minLength: count, maxLength: count })
      .map((values) => Int32Array.from(values));
    return fc.record({ classes: fc.constant(classes), logits, other: logits, labels });
  });

describe('quality', () => {
  it('counts answers, the first of equal logits winning', () => {
    const logits = Float32Array.from([3, 1, 0, /**/ 0, 2, 5, /**/ 1, 1, 0, /**/ -3, -2, -1]);
    const labels = Int32Array.from([0, 1, 0, 2]);
    const { examples, errors, accuracy: share, confusion } = quality(logits, labels, 3);
    assert.deepEqual([examples, errors, share], [4, 1, 0.75]);
    assert.deepEqual(confusion, [
      [2, 0, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    assert.equal(accuracy(logits, labels, 3), 0.75);
  });

  it('has the mean cross-entropy as its loss, also where softmax would round to 0', () => {
    const logits = Float32Array.from([1, 2, 3, /**/ 0, 0, 0]);
    const expected = (Math.log(1 + Math.exp(-1) + Math.exp(-2)) + Math.log(3)) / 2;
    assert.ok(Math.abs(quality(logits, Int32Array.of(2, 1), 3).loss - expected) < 1e-12);
    assert.equal(quality(Float32Array.of(0, 2000), Int32Array.of(0), 2).loss, 2000);
  });

  it('has the calibration error that a hand finds', () => {
    // Two answers at 0.75 (bin 12), one right: |0.5 − 0.75|; two at 0.9 (bin 14), both right: |1 − 0.9|; one at 0.6, wrong.
    const rows = [0.75, 0.75, 0.9, 0.9, 0.6].map(withProbability);
    const { calibrationError, reliability } = quality(
      Float32Array.from(rows.flat()),
      Int32Array.of(0, 1, 0, 0, 1),
      2,
    );
    const expected = (2 * 0.25 + 2 * 0.1 + 1 * 0.6) / 5;
    assert.ok(Math.abs(calibrationError - expected) < 1e-7, `${calibrationError}`);
    assert.equal(reliability.length, 15);
    assert.deepEqual(
      reliability.flatMap(({ count }, bin) => (count === 0 ? [] : [[bin, count]])),
      [
        [8, 1],
        [11, 2],
        [13, 2],
      ],
    );
    assert.equal(reliability[11]?.accuracy, 0.5);
    assert.equal(reliability[0]?.confidence, null);
  });

  it('puts a confidence on the border of two bins into the lower one', () => {
    // Five equal logits: confidence 1/5 = 3/15, the upper border of the third bin.
    const { reliability } = quality(new Float32Array(5), Int32Array.of(0), 5);
    assert.equal(reliability[2]?.count, 1);
  });

  it('agrees with its own parts for any logits', () => {
    fc.assert(
      fc.property(cases, ({ classes, logits, labels }) => {
        const found = quality(logits, labels, classes);
        assert.ok(found.calibrationError >= 0 && found.calibrationError <= 1);
        assert.ok(found.loss >= 0);
        assert.equal(found.accuracy, accuracy(logits, labels, classes));
        assert.equal(
          found.confusion.flat().reduce((sum, value) => sum + value, 0),
          labels.length,
        );
        for (const [label, row] of found.confusion.entries()) {
          assert.equal(
            row.reduce((sum, value) => sum + value, 0),
            labels.filter((value) => value === label).length,
          );
        }
        const diagonal = found.confusion.reduce((sum, row, label) => sum + (row[label] ?? NaN), 0);
        assert.equal(found.errors, labels.length - diagonal);
        assert.equal(
          found.reliability.reduce((sum, bin) => sum + bin.count, 0),
          labels.length,
        );
        for (const { low, high, confidence } of found.reliability) {
          if (confidence !== null) assert.ok(confidence > low - 1e-12 && confidence <= high + 1e-12);
        }
      }),
    );
  });

  it('refuses what cannot be judged', () => {
    assert.throws(() => quality(new Float32Array(0), new Int32Array(0), 2), /without examples/);
    assert.throws(() => quality(new Float32Array(5), Int32Array.of(0, 1), 2), /5 logits/);
    assert.throws(() => quality(new Float32Array(4), Int32Array.of(0), 2), /1 labels for 2 rows/);
    assert.throws(() => quality(new Float32Array(4), Int32Array.of(0, 2), 2), /Label 2/);
    assert.throws(() => quality(Float32Array.of(0, NaN), Int32Array.of(0), 2), /Logit 1 of example 0 is NaN/);
  });
});

describe('agreement and divergence', () => {
  it('are 1 and 0 between equals, and agreement is symmetrical', () => {
    fc.assert(
      fc.property(cases, ({ classes, logits, other }) => {
        assert.equal(agreement(logits, other, classes), agreement(other, logits, classes));
        assert.equal(agreement(logits, logits, classes), 1);
        assert.equal(divergence(logits, logits, classes), 0);
        assert.ok(divergence(logits, other, classes) >= 0);
      }),
    );
  });

  it('are the mean over examples', () => {
    const teacher = Float32Array.from([...withProbability(0.8), ...withProbability(0.5)]);
    const network = Float32Array.from([...withProbability(0.4), ...withProbability(0.5)]);
    assert.equal(agreement(teacher, network, 2), 0.5);
    const expected = (0.8 * Math.log(0.8 / 0.4) + 0.2 * Math.log(0.2 / 0.6)) / 2;
    assert.ok(Math.abs(divergence(teacher, network, 2) - expected) < 1e-7);
  });

  it('refuse logits of different examples', () => {
    assert.throws(() => agreement(new Float32Array(4), new Float32Array(6), 2), RangeError);
    assert.throws(() => divergence(new Float32Array(0), new Float32Array(0), 2), RangeError);
  });
});

describe('pairedComparison', () => {
  const right = [1, 0];
  const wrong = [0, 1];
  const labels = new Int32Array(10);
  const network = (rightAnswers: number): Float32Array =>
    Float32Array.from(
      Array.from({ length: 10 }, (_, index) => (index < rightAnswers ? right : wrong)).flat(),
    );

  it('counts who was right', () => {
    assert.deepEqual(pairedCounts(network(7), network(4), labels, 2), {
      bothRight: 4,
      onlyFirstRight: 3,
      onlySecondRight: 0,
      bothWrong: 3,
    });
  });

  it('pairs by seed: mean, deviation and t interval of the differences', () => {
    const found = pairedComparison(
      [
        { seed: 4, student: network(8), baseline: network(7) },
        { seed: 5, student: network(9), baseline: network(6) },
        { seed: 6, student: network(9), baseline: network(7) },
      ],
      labels,
      2,
    );
    assert.deepEqual(found.seeds, [4, 5, 6]);
    assert.deepEqual(found.differences, [0.1, 0.3, 0.2]);
    assert.ok(Math.abs(found.mean - 0.2) < 1e-12);
    assert.ok(Math.abs((found.standardDeviation ?? NaN) - 0.1) < 1e-12);
    const half = (4.302652729749462 * 0.1) / Math.sqrt(3);
    assert.ok(Math.abs((found.interval?.[0] ?? NaN) - (0.2 - half)) < 1e-9);
    assert.ok(Math.abs((found.interval?.[1] ?? NaN) - (0.2 + half)) < 1e-9);
  });

  it('has no interval over seeds with one seed, and nothing without any', () => {
    const found = pairedComparison([{ seed: 1, student: network(8), baseline: network(7) }], labels, 2);
    assert.equal(found.interval, undefined);
    assert.equal(found.standardDeviation, undefined);
    assert.ok(found.exampleInterval[0] < 0.1 && found.exampleInterval[1] > 0.1);
    assert.throws(() => pairedComparison([], labels, 2), RangeError);
  });
});
