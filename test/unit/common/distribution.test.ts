import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  classMeans,
  entropy,
  klDivergence,
  logSoftmax,
  meanEntropy,
  softmax,
} from '../../../src/common/distribution';

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-12): void {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of Array.from(actual).entries()) {
    const wanted = expected[index] ?? NaN;
    assert.ok(Math.abs(value - wanted) <= tolerance, `${value} at ${index}, not ${wanted}`);
  }
}

const rows = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 12 });

describe('softmax', () => {
  // SciPy 1.17, scipy.special.softmax(z / T).
  it('agrees with SciPy at temperature 1, 4 and 10', () => {
    const logits = [8, 4, 2, 0.5];
    near(
      softmax(logits),
      [0.9790987142486011, 0.01793281848660131, 0.002426943069114953, 0.0005415241956827413],
    );
    near(
      softmax(logits, 4),
      [0.5732746572879964, 0.21089596056085824, 0.12791486608970684, 0.08791451606143842],
    );
    near(
      softmax(logits, 10),
      [0.37154027710073806, 0.24905089565026092, 0.20390562735048398, 0.175503199898517],
    );
  });

  it('stays finite where exp would overflow, and tells 0 from nothing', () => {
    near(softmax([1000, 1000, -1000]), [0.5, 0.5, 0]);
    near(softmax([1e30, 0], 0.1), [1, 0]);
    near(softmax([0, -Infinity]), [1, 0]);
  });

  it('sums to 1 and does not change when all logits shift', () => {
    fc.assert(
      fc.property(
        rows,
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.integer({ min: -99, max: 99 }),
        (logits, temperature, shift) => {
          const probabilities = softmax(logits, temperature);
          assert.ok(Math.abs(probabilities.reduce((sum, value) => sum + value, 0) - 1) < 1e-12);
          near(
            softmax(
              logits.map((logit) => logit + shift),
              temperature,
            ),
            Array.from(probabilities),
            1e-9,
          );
        },
      ),
    );
  });

  it('refuses a temperature that is none', () => {
    for (const temperature of [0, -1, NaN, Infinity])
      assert.throws(() => softmax([1, 2], temperature), RangeError);
  });
});

describe('logSoftmax', () => {
  it('agrees with SciPy', () => {
    near(
      logSoftmax([8, 4, 2, 0.5]),
      [-0.02112280982019445, -4.021122809820194, -6.021122809820194, -7.521122809820194],
    );
  });

  it('keeps what a probability would round away', () => {
    near(logSoftmax([0, -800]), [0, -800]);
  });
});

describe('entropy and KL divergence', () => {
  it('agree with SciPy', () => {
    near(
      [entropy(softmax([8, 4, 2, 0.5])), entropy(softmax([8, 4, 2, 0.5], 4))],
      [0.11147717364891001, 1.1239983223301984],
    );
    near([klDivergence([0.5, 0.25, 0.25], [0.2, 0.3, 0.5])], [0.23927818159860256]);
  });

  it('have their known extremes', () => {
    assert.equal(entropy([0, 1, 0]), 0);
    near([entropy([0.25, 0.25, 0.25, 0.25])], [Math.log(4)]);
    assert.equal(klDivergence([0.5, 0.5], [1, 0]), Infinity);
    assert.equal(klDivergence([1, 0], [1, 0]), 0);
    assert.throws(() => klDivergence([1], [0.5, 0.5]), RangeError);
  });

  it('never are negative, and KL is 0 between equals', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const classes = Math.min(a.length, b.length);
        const p = softmax(a.slice(0, classes));
        const q = softmax(b.slice(0, classes));
        assert.ok(klDivergence(p, q) >= 0);
        assert.equal(klDivergence(p, p), 0);
        assert.ok(entropy(p) >= 0 && entropy(p) <= Math.log(classes) + 1e-12);
      }),
    );
  });
});

describe('classMeans and meanEntropy', () => {
  const logits = Float32Array.from([2, 0, 1, /**/ 0, 0, 0, /**/ -1, 3, 0, /**/ 4, 0, 0]);
  const labels = Int32Array.from([0, 0, 1, 0]);

  it('average the softened rows of each class, and leave a class without examples empty', () => {
    const [first, second, third] = classMeans(logits, labels, 3, 2);
    const ofClass0 = [
      [2, 0, 1],
      [0, 0, 0],
      [4, 0, 0],
    ].map((row) => softmax(row, 2));
    near(
      first ?? [],
      [0, 1, 2].map((index) => ofClass0.reduce((sum, row) => sum + (row[index] ?? NaN), 0) / 3),
    );
    near(second ?? [], Array.from(softmax([-1, 3, 0], 2)));
    assert.equal(third, null);
  });

  it('average the entropies of the rows', () => {
    const expected = [
      [2, 0, 1],
      [0, 0, 0],
      [-1, 3, 0],
      [4, 0, 0],
    ].reduce((sum, row) => sum + entropy(softmax(row, 2)) / 4, 0);
    near([meanEntropy(logits, 3, 2)], [expected]);
    near([meanEntropy(new Float32Array(40), 10, 1)], [Math.log(10)]);
    assert.equal(meanEntropy(new Float32Array(0), 10, 1), 0);
  });

  it('refuse rows and labels that do not fit', () => {
    assert.throws(() => classMeans(logits, labels, 5, 1), /12 logits can't be rows of 5/);
    assert.throws(() => classMeans(logits, Int32Array.of(0, 1), 3, 1), /2 labels for 4 rows/);
    assert.throws(() => classMeans(logits, Int32Array.of(0, 1, 3, 0), 3, 1), /Label 3/);
  });
});
