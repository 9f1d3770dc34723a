import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitRows } from '../../../src/data/split';

const defaults = { test: 0, validation: 0, limit: undefined, splitSeed: 0 };

describe('Splits', () => {
  it('have exactly the counts asked for, share no row and lose none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 400 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (count, test, validation, splitSeed) => {
          const split = splitRows(count, { ...defaults, test, validation, splitSeed });
          assert.equal(split.test.length, Math.round(test * count));
          assert.equal(split.validation.length, Math.round(validation * (count - split.test.length)));
          const rows = [...split.train, ...split.validation, ...split.test].sort((one, other) => one - other);
          assert.deepEqual(
            rows,
            Array.from({ length: count }, (_, row) => row),
          );
        },
      ),
    );
  });

  it('are counts when the number is not below 1', () => {
    const split = splitRows(100, { ...defaults, test: 20, validation: 1 });
    assert.deepEqual([split.train.length, split.validation.length, split.test.length], [79, 1, 20]);
  });

  it('depend on the seed alone, and are in ascending order', () => {
    const split = (splitSeed: number) =>
      splitRows(1000, { ...defaults, test: 0.2, validation: 0.1, splitSeed });
    assert.deepEqual(split(5), split(5));
    assert.notDeepEqual(split(5).test, split(6).test);
    const { train, validation, test } = split(5);
    for (const rows of [train, validation, test]) {
      assert.deepEqual(rows, rows.slice().sort());
    }
  });

  it('keep test and validation rows when training rows are limited, and test rows when validation changes', () => {
    const whole = splitRows(1000, { ...defaults, test: 100, validation: 0.1 });
    const limited = splitRows(1000, { ...defaults, test: 100, validation: 0.1, limit: 50 });
    assert.deepEqual([limited.test, limited.validation], [whole.test, whole.validation]);
    assert.equal(limited.train.length, 50);
    const all = new Set(whole.train);
    assert.ok(limited.train.every((row) => all.has(row)));
    assert.deepEqual(splitRows(1000, { ...defaults, test: 100, validation: 300 }).test, whole.test);
    assert.equal(splitRows(10, { ...defaults, limit: 50 }).train.length, 10);
  });

  it('spread every row over the splits with the right chance', () => {
    const chosen = new Array<number>(50).fill(0);
    for (let splitSeed = 0; splitSeed < 2000; splitSeed++) {
      for (const row of splitRows(50, { ...defaults, test: 10, splitSeed }).test) {
        chosen[row] = (chosen[row] ?? 0) + 1;
      }
    }
    const deviation = Math.sqrt(2000 * 0.2 * 0.8);
    for (const count of chosen) {
      assert.ok(Math.abs(count - 400) < 4.5 * deviation, `${count} of 400 expected`);
    }
  });

  it('must leave something to train on', () => {
    assert.throws(() => splitRows(10, { ...defaults, test: 10 }), /dataset\.test: 10 test and 0 validation/);
    assert.throws(() => splitRows(10, { ...defaults, test: 5, validation: 5 }), /dataset\.validation/);
    assert.throws(
      () => splitRows(1, { ...defaults, validation: 0.9 }),
      /leave nothing to train on, of 1 example/,
    );
  });
});
