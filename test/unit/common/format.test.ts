import assert from 'node:assert/strict';
import {
  bytes,
  count,
  counted,
  decimal,
  duration,
  factor,
  milliseconds,
  percent,
  points,
  signed,
  significant,
} from '../../../src/common/format';

describe('format', () => {
  it('writes decimals with a real minus and no negative zero', () => {
    assert.equal(decimal(-1.25, 1), '−1.3');
    assert.equal(decimal(-0.001, 2), '0.00');
    assert.equal(decimal(NaN, 2), 'not a number');
    assert.equal(decimal(-Infinity, 2), '−∞');
  });

  it('writes signs of differences', () => {
    assert.equal(signed(0.5, 1), '+0.5');
    assert.equal(signed(0.001, 2), '0.00');
    assert.equal(points(0.0042), '+0.42');
    assert.equal(points(-0.003), '−0.30');
    assert.equal(points(0), '0.00');
  });

  it('writes shares, counts and factors', () => {
    assert.equal(percent(0.979), '97.90 %');
    assert.equal(percent(1, 0), '100 %');
    assert.equal(count(999), '999');
    assert.equal(count(1234567), '1,234,567');
    assert.equal(count(-10000), '−10,000');
    assert.equal(counted(1, 'seed'), '1 seed');
    assert.equal(counted(3, 'class', 'classes'), '3 classes');
    assert.equal(factor(12.34), '12.3×');
  });

  it('writes significant digits without an exponent', () => {
    assert.equal(significant(0.071249), '0.0712');
    assert.equal(significant(9.999), '10.0');
    assert.equal(significant(123456), '123456');
    assert.equal(significant(0), '0');
    assert.equal(significant(1.5e-7), '0.000000150');
  });

  it('writes sizes', () => {
    assert.equal(bytes(0), '0 B');
    assert.equal(bytes(999), '999 B');
    assert.equal(bytes(1000), '1.00 kB');
    assert.equal(bytes(999_999), '1.00 MB');
    assert.equal(bytes(4_783_000), '4.78 MB');
  });

  it('writes durations, and carries when rounding', () => {
    assert.equal(duration(0.0354), '35 ms');
    assert.equal(duration(0.9999), '1.0 s');
    assert.equal(duration(4.21), '4.2 s');
    assert.equal(duration(9.97), '10 s');
    assert.equal(duration(59.7), '1 min 00 s');
    assert.equal(duration(185), '3 min 05 s');
    assert.equal(duration(3599.8), '1 h 00 min');
    assert.equal(duration(7629), '2 h 07 min');
    assert.equal(milliseconds(0.21349), '0.213 ms');
  });
});
