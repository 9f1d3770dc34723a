import { enlarged } from './enlarged';

/** A run of steps in buckets with exact extremes. */
export interface Buckets {
  readonly first: number;
  readonly size: number;
  readonly last: number;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

/** Steps from 1, inclusive, and the greatest number of buckets. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** Steps of one block of {@link BlockExtremes}; a power of two. */
const BLOCK = 256;

/**
 * The extremes of a growing series by whole blocks of steps, so that a wide view of a long series need not look at every
 * value again whenever it grows.
 */
export class BlockExtremes {
  private minimum = new Float64Array(16);
  private maximum = new Float64Array(16);
  private blocks = 0;

  /** The extremes of the values from index `begin` up to `end`, NaN when none of them is finite. */
  between(values: ArrayLike<number>, begin: number, end: number): readonly [number, number] {
    this.follow(values);
    const firstBlock = Math.ceil(begin / BLOCK);
    const lastBlock = Math.min(Math.floor(end / BLOCK), this.blocks);
    if (lastBlock <= firstBlock) return extremesOf(values, begin, end);
    let [smallest, largest] = extremesOf(values, begin, firstBlock * BLOCK);
    const take = (low: number, high: number): void => {
      if (!(smallest <= low)) smallest = Number.isNaN(low) ? smallest : low;
      if (!(largest >= high)) largest = Number.isNaN(high) ? largest : high;
    };
    for (let block = firstBlock; block < lastBlock; block++) {
      take(this.minimum[block] as number, this.maximum[block] as number);
    }
    take(...extremesOf(values, lastBlock * BLOCK, end));
    return [smallest, largest];
  }

  private follow(values: ArrayLike<number>): void {
    const whole = Math.floor(values.length / BLOCK);
    if (whole < this.blocks) this.blocks = 0;
    if (whole > this.minimum.length) {
      this.minimum = enlarged(this.minimum, whole);
      this.maximum = enlarged(this.maximum, whole);
    }
    for (; this.blocks < whole; this.blocks++) {
      const begin = this.blocks * BLOCK;
      const [smallest, largest] = extremesOf(values, begin, begin + BLOCK);
      this.minimum[this.blocks] = smallest;
      this.maximum[this.blocks] = largest;
    }
  }
}

/**
 * The smallest and largest finite value of every bucket, from every value in it. Buckets of more than one step begin at
 * multiples of their size, a power of two, so that a live series keeps its buckets while it grows.
 *
 * @param values index i belongs to step i + 1
 * @param blocks of the same series, kept while it grows
 */
export function bucketize(
  values: ArrayLike<number>,
  { from, to, width }: Piece,
  blocks = new BlockExtremes(),
): Buckets {
  const start = Math.max(1, Math.floor(from));
  const last = Math.min(values.length, Math.floor(to));
  const size = bucketSize(start, to, width);
  const first = start - ((start - 1) % size);
  const count = last < start ? 0 : Math.floor((last - first) / size) + 1;
  const minimum = new Float64Array(count);
  const maximum = new Float64Array(count);
  for (let bucket = 0; bucket < count; bucket++) {
    const begin = Math.max(start, first + bucket * size) - 1;
    const end = Math.min(last, first + (bucket + 1) * size - 1);
    const [smallest, largest] = blocks.between(values, begin, end);
    minimum[bucket] = smallest;
    maximum[bucket] = largest;
  }
  return { first: count === 0 ? start : first, size, last: Math.max(last, start - 1), minimum, maximum };
}

function extremesOf(values: ArrayLike<number>, begin: number, end: number): [number, number] {
  let smallest = Infinity;
  let largest = -Infinity;
  for (let index = begin; index < end; index++) {
    const value = values[index] as number;
    if (value < smallest && value !== -Infinity) smallest = value;
    if (value > largest && value !== Infinity) largest = value;
  }
  return smallest <= largest ? [smallest, largest] : [NaN, NaN];
}

/** The smallest power of two with which the whole piece, also what of it is still to come, fits the width. */
function bucketSize(start: number, to: number, width: number): number {
  const room = Math.max(1, Math.floor(width));
  const end = Math.max(start, Math.floor(to));
  let size = 1;
  while (Math.floor((end - 1) / size) - Math.floor((start - 1) / size) + 1 > room) size *= 2;
  return size;
}
