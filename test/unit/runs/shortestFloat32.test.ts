import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shortestFloat32 } from '../../../src/runs/log/shortestFloat32';

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

function significantDigits(decimal: string): number {
  const [mantissa = ''] = decimal.split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '');
  return (mantissa.includes('.') ? digits : digits.replace(/0+$/, '')).length;
}

/** Every decimal of so many digits around the value, by exact integer arithmetic on its own digits. */
function someDecimalReadsBack(value: number, digits: number): boolean {
  const [mantissa = '', exponent = ''] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e');
  const nearest = BigInt(mantissa.replace('.', ''));
  return [-1n, 0n, 1n].some((offset) => {
    const decimal = `${nearest + offset}e${Number(exponent) - digits + 1}`;
    return Math.fround(Number(decimal)) === Math.abs(value);
  });
}

function assertShortest(value: number): void {
  const decimal = shortestFloat32(value);
  assert.ok(Object.is(Math.fround(JSON.parse(decimal) as number), value), `${value} became ${decimal}`);
  const digits = significantDigits(decimal);
  assert.ok(digits <= 9);
  if (value !== 0 && digits > 1) {
    assert.ok(!someDecimalReadsBack(value, digits - 1), `${decimal} is not the shortest for ${value}`);
  }
}

describe('shortestFloat32', () => {
  it('reads back as the same float32 number and has no shorter decimal that does', () => {
    fc.assert(fc.property(float32, assertShortest), { numRuns: 20_000 });
  });

  it('holds for every power of two and both its neighbours', () => {
    const bits = new DataView(new ArrayBuffer(4));
    for (let exponent = 0; exponent < 255; exponent++) {
      for (const offset of [-1, 0, 1]) {
        const pattern = exponent * 2 ** 23 + offset;
        if (pattern < 0) continue;
        bits.setUint32(0, pattern);
        assertShortest(bits.getFloat32(0));
      }
    }
  });

  it('writes what a person would', () => {
    const known: readonly (readonly [number, string])[] = [
      [0, '0'],
      [-0, '-0'],
      [1, '1'],
      [0.1, '0.1'],
      [-2.3, '-2.3'],
      [1e-7, '1e-7'],
      [16777216, '16777216'],
      [Math.fround(Math.PI), '3.1415927'],
      [2 ** -149, '1e-45'],
      [3.4028234663852886e38, '3.4028235e+38'],
    ];
    for (const [value, expected] of known) assert.equal(shortestFloat32(value), expected);
  });

  it('refuses what is not finite', () => {
    for (const value of [NaN, Infinity, -Infinity, 1e39]) {
      assert.throws(() => shortestFloat32(value), RangeError);
    }
  });
});
