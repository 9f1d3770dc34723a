import { largestFloat32 } from '../arrays/elements';

const pattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** The number that the text means; NaN when it isn't one (empty, NaN, infinity, hexadecimal, a decimal comma). */
export function parseNumber(text: string): number {
  return pattern.test(text) ? Number(text) : NaN;
}

/**
 * The same for a span of bytes. Up to 15 digits, with or without a decimal point, need no string: both the digits and
 * the power of ten are exact, so that their quotient is the nearest float64 (Clinger 1990).
 */
export function parseNumberBytes(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  const negative = first === 0x2d;
  let at = negative || first === 0x2b ? start + 1 : start;
  let digits = 0;
  let decimals = -1;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
      if (decimals >= 0) {
        decimals++;
      }
    } else if (digit === -2 && decimals < 0) {
      decimals = 0;
    } else {
      break;
    }
  }
  if (at === end && digits > 0 && digits <= 15) {
    const magnitude = decimals > 0 ? value / (powersOfTen[decimals] as number) : value;
    return negative ? -magnitude : magnitude;
  }
  return parseNumber(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
}

/** Whether the text stands for a value that is not there. */
export function isMissing(text: string): boolean {
  return /^(?:|[-+]?nan|na|n\/a|null|none|\?|[-+]?inf(?:inity)?)$/i.test(text);
}

/** Whether a network can compute with it. */
export function isUsable(value: number): boolean {
  return Math.abs(value) <= largestFloat32;
}
