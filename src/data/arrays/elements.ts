import { endianness } from 'node:os';
import { binaryError, type Origin } from '../errors';

export type NumericArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Bytes an element. */
export const elementSizes = {
  bool: 1,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  float16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
} as const;
export type ElementType = keyof typeof elementSizes;
export type ByteOrder = 'little' | 'big';

/** An array as a file holds it, values in row-major order. */
export interface RawArray {
  readonly origin: Origin;
  readonly shape: readonly number[];
  readonly values: NumericArray;
  readonly type: ElementType;
  /** Where the first element is, in bytes. */
  readonly dataOffset: number;
}

/** The largest finite float32. */
export const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

const hostOrder: ByteOrder = endianness() === 'LE' ? 'little' : 'big';

/**
 * The elements of an array in the order in which they are stored. 64-bit integers become the nearest float64; booleans
 * become 0 and 1.
 *
 * @param bytes where the data ends, the array must end (the caller has compared the lengths)
 * @throws UserError for a value that is not finite in float32, or a boolean that is neither 0 nor 1
 */
export function decodeElements(
  bytes: Uint8Array,
  dataOffset: number,
  type: ElementType,
  order: ByteOrder,
  origin: Origin,
): NumericArray {
  const stored = bytes.subarray(dataOffset);
  if (type === 'uint8') {
    return new Uint8Array(stored.buffer, stored.byteOffset, stored.length);
  }
  const values = viewElements(inHostOrder(stored, elementSizes[type], order), type);
  checkElements(values, type, dataOffset, origin);
  return values;
}

/** A copy, aligned, in the byte order of this machine. */
function inHostOrder(stored: Uint8Array, size: number, order: ByteOrder): ArrayBuffer {
  const copy = new Uint8Array(stored.length);
  copy.set(stored);
  if (order !== hostOrder && size > 1) {
    const swapped = Buffer.from(copy.buffer);
    if (size === 2) {
      swapped.swap16();
    } else if (size === 4) {
      swapped.swap32();
    } else {
      swapped.swap64();
    }
  }
  return copy.buffer;
}

function viewElements(buffer: ArrayBuffer, type: ElementType): NumericArray {
  switch (type) {
    case 'uint8':
      return new Uint8Array(buffer);
    case 'bool':
    case 'int8':
      return new Int8Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'uint64':
      return nearestNumbers(new BigUint64Array(buffer));
    case 'int64':
      return nearestNumbers(new BigInt64Array(buffer));
  }
}

function nearestNumbers(integers: BigUint64Array | BigInt64Array): Float64Array {
  const numbers = new Float64Array(integers.length);
  for (let index = 0; index < integers.length; index++) {
    numbers[index] = Number(integers[index]);
  }
  return numbers;
}

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function checkElements(values: NumericArray, type: ElementType, dataOffset: number, origin: Origin): void {
  const size = elementSizes[type];
  if (type === 'bool') {
    const wrong = values.findIndex((value) => value !== 0 && value !== 1);
    if (wrong >= 0) {
      throw binaryError(
        origin,
        dataOffset + wrong,
        `${String(values[wrong])} is not a boolean (0 or 1)`,
        'The file is damaged: write it again.',
      );
    }
  } else if (type === 'float16' || type === 'float32' || type === 'float64') {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as number;
      if (!(Math.abs(value) <= largestFloat32)) {
        throw binaryError(
          origin,
          dataOffset + index * size,
          Number.isFinite(value)
            ? `${value} is too large for a 32-bit float`
            : `${value} is not a number to learn from`,
          'Replace or leave out missing and infinite values before saving the array.',
        );
      }
    }
  }
}
