import assert from 'node:assert/strict';
import { learningRateAt } from '../../../src/engine/training/schedule';
import { schedule } from '../../../src/experiment/schema/training';

const length = { stepsPerEpoch: 10, totalSteps: 100 };

function rates(settings: Record<string, unknown>, steps: readonly number[]): number[] {
  return steps.map((step) => learningRateAt(0.8, schedule.parse(settings), step, length));
}

function assertRates(settings: Record<string, unknown>, expected: Readonly<Record<number, number>>): void {
  const steps = Object.keys(expected).map(Number);
  rates(settings, steps).forEach((rate, index) => {
    const step = steps[index] ?? NaN;
    assert.ok(Math.abs(rate - (expected[step] ?? NaN)) < 1e-12, `step ${step}: ${rate}`);
  });
}

describe('learning-rate schedules', () => {
  it('constant', () => {
    assertRates({ type: 'constant' }, { 1: 0.8, 50: 0.8, 100: 0.8 });
  });

  it('step: drops with the first step after every so many epochs', () => {
    assertRates(
      { type: 'step', everyEpochs: 3, factor: 0.5 },
      { 1: 0.8, 30: 0.8, 31: 0.4, 60: 0.4, 61: 0.2, 90: 0.2, 91: 0.1, 100: 0.1 },
    );
  });

  it('cosine: starts at the full rate, has half of it midway, ends one step short of the final fraction', () => {
    assertRates(
      { type: 'cosine' },
      { 1: 0.8, 26: 0.4 * (1 + Math.SQRT1_2), 51: 0.4, 76: 0.4 * (1 - Math.SQRT1_2) },
    );
    assertRates({ type: 'cosine', finalFraction: 0.25 }, { 1: 0.8, 51: 0.5, 101: 0.2, 150: 0.2 });
  });

  it('warm-up: grows by equal steps, reaches the full rate with its last one, and delays the cosine', () => {
    assertRates({ type: 'constant', warmupEpochs: 2 }, { 1: 0.04, 10: 0.4, 19: 0.76, 20: 0.8, 21: 0.8 });
    assertRates({ type: 'constant', warmupEpochs: 0.5 }, { 1: 0.16, 4: 0.64, 5: 0.8, 6: 0.8 });
    assertRates({ type: 'cosine', warmupEpochs: 2 }, { 10: 0.4, 20: 0.8, 21: 0.8, 61: 0.4, 101: 0 });
    assertRates(
      { type: 'step', everyEpochs: 3, factor: 0.5, warmupEpochs: 1 },
      { 1: 0.08, 30: 0.8, 31: 0.4 },
    );
  });

  it('never leaves the range from 0 to the full rate, even when the warm-up is longer than the training', () => {
    for (const type of ['constant', 'step', 'cosine']) {
      for (const warmupEpochs of [0, 0.05, 1.5, 10, 25]) {
        const all = rates(
          { type, warmupEpochs },
          Array.from({ length: length.totalSteps }, (_, index) => index + 1),
        );
        assert.ok(
          all.every((rate) => rate > 0 && rate <= 0.8),
          `${type}, ${warmupEpochs} epochs of warm-up`,
        );
      }
    }
  });
});
