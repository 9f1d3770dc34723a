import assert from 'node:assert/strict';
import fc from 'fast-check';
import { similarityOrder } from '../../../src/webview/pure/clustering';
import {
  logPosition,
  luminance,
  mix,
  parseColour,
  signedLogPosition,
  textOn,
} from '../../../src/webview/pure/colourScales';
import { leans, measureProbe, orderProbes, rankCorrelation } from '../../../src/webview/pure/probeMeasures';
import { positionOf, temperatureAt } from '../../../src/webview/pure/temperature';

describe('rows by similarity', () => {
  it('put those beside each other that are alike', () => {
    const rows = [
      [0, 0],
      [10, 10],
      [0, 1],
      [10, 11],
      [5, 5],
    ];
    const order = similarityOrder(Float64Array.from(rows.flat()), 5);
    const place = (row: number): number => order.indexOf(row);
    assert.equal(Math.abs(place(0) - place(2)), 1);
    assert.equal(Math.abs(place(1) - place(3)), 1);
  });

  it('find the order of points on a line again, from any shuffling of well separated ones', () => {
    const points = [0, 1, 3, 7, 15, 31];
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: points.length }), (shuffled) => {
        const found = similarityOrder(Float64Array.from(shuffled), shuffled.length).map(
          (row) => shuffled[row],
        );
        const ascending = (found[0] ?? 0) < (found.at(-1) ?? 0) ? found : found.reverse();
        assert.deepEqual(ascending, points);
      }),
    );
  });

  it('are each there once, missing classes last', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.option(fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true })), { nil: [NaN, NaN] }),
          {
            maxLength: 25,
          },
        ),
        (rows) => {
          const order = similarityOrder(Float64Array.from(rows.flat()), rows.length);
          assert.deepEqual(
            [...order].sort((a, b) => a - b),
            rows.map((_, index) => index),
          );
          const missing = order.map((row) => !rows[row]?.every((value) => Number.isFinite(value)));
          assert.ok(missing.every((isMissing, index) => isMissing || !missing[index - 1]));
        },
      ),
    );
  });
});

describe('colours of a map', () => {
  it('grow with the logarithm of the value', () => {
    assert.equal(logPosition(0.01, 0.0001, 1), 0.5);
    assert.equal(signedLogPosition(-0.01, 0.0001, 1), -0.5);
    assert.deepEqual(
      [0, -3, NaN, 0.0001, 1, 2].map((value) => logPosition(value, 0.0001, 1)),
      [0, 0, 0, 0, 1, 1],
    );
  });

  it('lie between their ends', () => {
    assert.deepEqual(mix([0, 10, 20], [255, 0, 40], 0), [0, 10, 20]);
    assert.deepEqual(mix([0, 10, 20], [255, 0, 40], 1), [255, 0, 40]);
  });

  it('bear a text with a contrast of at least 4.5, whatever they are', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (colour) => {
        const [light, dark] = [luminance(colour), luminance(textOn(colour))].sort((a, b) => b - a);
        assert.ok(((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05) >= 4.5);
      }),
    );
  });

  it('are read as browsers and themes write them', () => {
    assert.deepEqual(parseColour('#1a85ff'), [26, 133, 255]);
    assert.deepEqual(parseColour('rgb(1, 2, 3)'), [1, 2, 3]);
    assert.deepEqual(parseColour('rgba(1 2 3 / 50%)'), [1, 2, 3]);
    assert.equal(parseColour('red'), undefined);
  });
});

describe('measures of a probe', () => {
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
