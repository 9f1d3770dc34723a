import assert from 'node:assert/strict';
import { ageOf } from '../../../../src/extension/language/age';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the age of a result', () => {
  for (const [milliseconds, unit, count] of [
    [0, 'minute', 0],
    [MINUTE - 1, 'minute', 0],
    [MINUTE, 'minute', 1],
    [HOUR - 1, 'minute', 59],
    [HOUR, 'hour', 1],
    [DAY - 1, 'hour', 23],
    [DAY, 'day', 1],
    [400 * DAY, 'day', 400],
  ] as const) {
    it(`of ${milliseconds} ms is ${count} × ${unit}`, () => {
      assert.deepEqual(ageOf(milliseconds), { unit, count });
    });
  }

  it('is none where clocks disagree', () => {
    assert.deepEqual(ageOf(-5 * HOUR), { unit: 'minute', count: 0 });
  });
});
