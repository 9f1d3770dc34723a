const MAXIMUM_DIGITS = 9;
const MOST_COMMON_DIGITS = 8;

/** The decimal of `digits` significant digits nearest to `value`, when float32 rounding leads back to `value`. */
function decimalOf(value: number, digits: number): number | undefined {
  const decimal = Number(value.toPrecision(digits));
  return Math.fround(decimal) === value ? decimal : undefined;
}

/**
 * Below a power of two float32 numbers lie half as far apart as above it. The nearest decimal may then fall on the
 * narrow side and miss, while the next one up, on the wide side, leads back.
 */
function decimalOfPowerOfTwo(value: number, digits: number): number | undefined {
  const nearest = decimalOf(value, digits);
  if (nearest !== undefined) return nearest;
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const next = Number(`${Number(mantissa.replace('.', '')) + 1}e${Number(exponent) - digits + 1}`);
  return Math.fround(next) === value ? next : undefined;
}

const bits = new DataView(new ArrayBuffer(4));

function isPowerOfTwo(value: number): boolean {
  bits.setFloat32(0, value);
  return (bits.getInt32(0) & 0x7fffff) === 0;
}

function shortestDecimal(value: number): number {
  if (isPowerOfTwo(value)) {
    for (let digits = 1; digits < MAXIMUM_DIGITS; digits++) {
      const decimal = decimalOfPowerOfTwo(value, digits);
      if (decimal !== undefined) return decimal;
    }
  }
  let digits = MOST_COMMON_DIGITS;
  let shortest = decimalOf(value, digits);
  if (shortest === undefined) return Number(value.toPrecision(MAXIMUM_DIGITS));
  while (digits > 1) {
    const shorter = decimalOf(value, --digits);
    if (shorter === undefined) break;
    shortest = shorter;
  }
  return shortest;
}

/**
 * The JSON number with the fewest significant digits (at most 9) that reads back, rounded to float32, as the same
 * float32 number, the sign of zero included.
 *
 * @param value rounded to float32 first; must be finite, and stay so
 */
export function shortestFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) throw new RangeError(`${value} is not a finite float32 number`);
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  return single < 0 ? `-${String(shortestDecimal(-single))}` : String(shortestDecimal(single));
}
