import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differencesOf, largestDifferences } from '../../../src/webview/pure/largestDifferences';
import { differenceText, shareText } from '../../../src/webview/pure/shareTexts';

const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(NaN));
const matrices = fc.integer({ min: 1, max: 6 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    teacher: fc.array(share, { minLength: classes ** 2, maxLength: classes ** 2 }),
    student: fc.array(share, { minLength: classes ** 2, maxLength: classes ** 2 }),
  }),
);

describe('the largest differences of two maps', () => {
  it('are those of all wrong answers, sorted', () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 1, max: 8 }), ({ classes, teacher, student }, most) => {
        const all = teacher
          .map((value, place) => ({
            label: Math.floor(place / classes),
            answer: place % classes,
            teacher: value,
            student: student[place] ?? NaN,
            size: Math.abs((student[place] ?? NaN) - value),
          }))
          .filter(({ label, answer, size }) => label !== answer && size > 0)
          .sort((a, b) => b.size - a.size)
          .slice(0, most);
        assert.deepEqual(
          largestDifferences(teacher, student, classes, most),
          all.map(({ label, answer, teacher: by, student: other }) => ({
            label,
            answer,
            teacher: by,
            student: other,
          })),
        );
      }),
    );
  });
});

describe('the difference of two maps', () => {
  it('is what the second has more, and nothing where one has nothing', () => {
    const difference = differencesOf(Float32Array.of(0.5, NaN, 1), Float32Array.of(1, 1, 0.25));
    assert.deepEqual([...difference], [0.5, NaN, -0.75]);
  });
});

describe('shares and differences', () => {
  it('are written with as many digits as they need', () => {
    assert.deepEqual([0, 1, 0.1234, 0.01, 0.0099, 0.00053, 1e-6].map(shareText), [
      '0.0 %',
      '100.0 %',
      '12.3 %',
      '1.0 %',
      '0.99 %',
      '0.053 %',
      '< 0.001 %',
    ]);
    assert.deepEqual([0, 0.1234, -0.5, 0.00053, -0.0099, 1e-7].map(differenceText), [
      '0.0',
      '+12.3',
      '−50.0',
      '+0.053',
      '−0.99',
      '0.0',
    ]);
  });
});
