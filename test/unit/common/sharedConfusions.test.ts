import assert from 'node:assert/strict';
import { meanShared, mostShared, sharedConfusions } from '../../../src/common/sharedConfusions';

const found = (teacher: readonly number[][], student: readonly number[][]) =>
  sharedConfusions(Float64Array.from(teacher.flat()), Float64Array.from(student.flat()), teacher.length);

describe('confusions that teacher and student share', () => {
  it('are the wrong answers that both lean to most, the strongest first', () => {
    const teacher = [
      [0.7, 0.2, 0.1],
      [0.1, 0.6, 0.3],
      [0.3, 0.1, 0.6],
    ];
    const student = [
      [0.6, 0.3, 0.1],
      [0.05, 0.9, 0.06],
      [0.1, 0.2, 0.7],
    ];
    assert.deepEqual(found(teacher, student), {
      classes: 3,
      shared: [
        { label: 1, answer: 2 },
        { label: 0, answer: 1 },
      ],
    });
  });

  it('say nothing of classes without examples, or without any wrong answer', () => {
    const teacher = [
      [NaN, NaN],
      [0, 1],
    ];
    const student = [
      [0.5, 0.5],
      [0.5, 0.5],
    ];
    assert.deepEqual(found(teacher, student), { classes: 0, shared: [] });
  });

  it('are counted over several networks, that which most of them share first', () => {
    const pair = (label: number, answer: number): { label: number; answer: number } => ({ label, answer });
    const networks = [
      { classes: 3, shared: [pair(0, 1), pair(1, 2)] },
      { classes: 3, shared: [pair(1, 2), pair(2, 0)] },
      { classes: 3, shared: [pair(1, 2)] },
    ];
    assert.equal(meanShared(networks), 1.7);
    assert.deepEqual(mostShared(networks), [pair(1, 2), pair(0, 1), pair(2, 0)]);
  });
});
