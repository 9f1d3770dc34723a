import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reordered, similarityOrder } from '../../../src/webview/pure/clustering';
import {
  leans,
  measureProbe,
  orderProbes,
  rankCorrelation,
  totalVariation,
} from '../../../src/webview/pure/probeMeasures';
import { positionOf, temperatureAt } from '../../../src/webview/pure/temperature';

/** Mean soft targets in which two classes have the more of each other the nearer their points lie. */
function sharesOf(points: readonly number[]): Float64Array {
  return Float64Array.from(points.flatMap((a) => points.map((b) => Math.exp(-Math.abs(a - b)))));
}

describe('rows by similarity', () => {
  it('put those classes beside each other that are taken for each other, however sure the network is of each', () => {
    const means = [
      [0.9, 0.01, 0.02, 0.07],
      [0.01, 0.4, 0.58, 0.01],
      [0.02, 0.3, 0.67, 0.01],
      [0.3, 0.04, 0.06, 0.6],
    ];
    const order = similarityOrder(Float64Array.from(means.flat()), 4);
    const place = (label: number): number => order.indexOf(label);
    assert.equal(Math.abs(place(0) - place(3)), 1);
    assert.equal(Math.abs(place(1) - place(2)), 1);
  });

  it('find the order of points on a line again, from any shuffling of well separated ones', () => {
    const points = [0, 1, 3, 7, 15, 31];
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: points.length }), (shuffled) => {
        const found = similarityOrder(sharesOf(shuffled), shuffled.length).map((label) => shuffled[label]);
        const ascending = (found[0] ?? 0) < (found.at(-1) ?? 0) ? found : found.reverse();
        assert.deepEqual(ascending, points);
      }),
    );
  });

  it('put all classes of well separated groups beside each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 60,
        }),
        (points) => {
          const means = sharesOf(points.map(([group, within]) => 10 * group + within));
          const groups = similarityOrder(means, points.length).map((label) => points[label]?.[0]);
          const begun = groups.filter((group, place) => group !== groups[place - 1]);
          assert.equal(begun.length, new Set(begun).size, groups.join());
        },
      ),
    );
  });

  it('move their columns with them', () => {
    const matrix = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assert.deepEqual([...reordered(matrix, [2, 0, 1])], [9, 7, 8, 3, 1, 2, 6, 4, 5]);
    assert.equal(reordered(matrix, [0, 1, 2]), matrix);
  });

  it('are each there once, missing classes last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25 }).chain((classes) =>
          fc.array(
            fc.option(
              fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: classes, maxLength: classes }),
            ),
            {
              minLength: classes,
              maxLength: classes,
            },
          ),
        ),
        (rows) => {
          const means = rows.flatMap((row) => row ?? rows.map(() => NaN));
          const order = similarityOrder(Float64Array.from(means), rows.length);
          assert.deepEqual(
            [...order].sort((a, b) => a - b),
            rows.map((_, label) => label),
          );
          const isMissing = order.map((label) => rows[label] === null);
          assert.ok(isMissing.every((missing, place) => missing || isMissing[place - 1] !== true));
        },
      ),
    );
  });
});

describe('measures of a probe', () => {
  it('tell how far two distributions are apart, from 0 to 1', () => {
    assert.equal(totalVariation([0.5, 0.5], [0.5, 0.5]), 0);
    assert.equal(totalVariation([1, 0, 0], [0, 0.5, 0.5]), 1);
    assert.ok(Math.abs(totalVariation([0.7, 0.2, 0.1], [0.4, 0.4, 0.2]) - 0.3) < 1e-12);
  });

  // Entropy and KL by Python's math module; Spearman's formula 1 − 6 Σd² / (n (n² − 1)) gives 1 − 12 / 60.
  it('agree with another computation', () => {
    const measures = measureProbe([2, 1, 0, -1], [1, 2, 0, -2], 0, 2);
    assert.ok(Math.abs(measures.teacherEntropy - 1.2450504274673975) < 1e-6, String(measures.teacherEntropy));
    assert.ok(Math.abs(measures.divergence - 0.09952170412964645) < 1e-6, String(measures.divergence));
    assert.ok(Math.abs(measures.rankAgreement - 0.8) < 1e-12);
    assert.equal(measures.teacherAnswer, 0);
    assert.equal(measures.studentAnswer, 1);
  });

  it('share ranks between ties', () => {
    // Pearson's correlation of (1.5, 1.5, 3) and (1, 2, 3) is √3 / 2.
    assert.ok(Math.abs(rankCorrelation([1, 1, 2], [1, 2, 3]) - 0.8660254037844387) < 1e-12);
    assert.equal(rankCorrelation([4, 4], [1, 2]), 1);
  });

  it('belong to the cell of the class that their mass off the label goes to', () => {
    const measure = measureProbe([5, 3, 0], [5, 0, 3], 0, 4);
    assert.equal(leans(measure, 0, { label: 0, answer: 1, by: 'teacher' }), true);
    assert.equal(leans(measure, 0, { label: 0, answer: 1, by: 'student' }), false);
    assert.equal(leans(measure, 0, { label: 0, answer: 2, by: 'student' }), true);
    assert.equal(leans(measure, 1, { label: 0, answer: 2, by: 'student' }), false);
    assert.equal(leans(undefined, 0, { label: 0, answer: 0, by: 'teacher' }), true);
  });

  it('order the probes, the most telling first', () => {
    const measures = [
      measureProbe([5, 0, 0], [5, 0, 0], 0, 1),
      measureProbe([1, 0.9, 0], [1, 0.9, 0], 0, 1),
      measureProbe([5, 0, 0], [0, 5, 0], 0, 1),
      measureProbe([5, 0, 0], [0, 6, 0], 1, 1),
      undefined,
    ];
    const labels = [0, 0, 0, 1, 0];
    assert.equal(orderProbes(measures, labels, 'ambiguous')[0], 1);
    assert.equal(orderProbes(measures, labels, 'divergence')[0], 3);
    assert.equal(orderProbes(measures, labels, 'rescued')[0], 2);
    assert.equal(orderProbes(measures, labels, 'disagreement').at(-1), 4);
  });
});

describe('the slider of T', () => {
  it('goes from 0.5 to 20, and back to its place', () => {
    assert.equal(temperatureAt(0), 0.5);
    assert.equal(temperatureAt(1), 20);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (position) => {
        assert.ok(Math.abs(positionOf(temperatureAt(position)) - position) < 0.003);
      }),
    );
    assert.equal(positionOf(1000), 1);
  });
});
