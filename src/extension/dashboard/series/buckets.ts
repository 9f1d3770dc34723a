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

/**
 * The smallest and largest finite value of every bucket, from every value in it. Buckets of more than one step begin at
 * multiples of their size, a power of two, so that a live series keeps its buckets while it grows.
 *
 * @param values index i belongs to step i + 1
 */
export function bucketize(values: ArrayLike<number>, { from, to, width }: Piece): Buckets {
  const start = Math.max(1, Math.floor(from));
  const last = Math.min(values.length, Math.floor(to));
  const size = bucketSize(start, to, width);
  if (last < start) return { first: start, size, last: start - 1, ...emptyExtremes(0) };
  const first = start - ((start - 1) % size);
  const count = Math.floor((last - first) / size) + 1;
  const { minimum, maximum } = emptyExtremes(count);
  for (let bucket = 0; bucket < count; bucket++) {
    const begin = Math.max(start, first + bucket * size) - 1;
    const end = Math.min(last, first + (bucket + 1) * size - 1);
    let smallest = Infinity;
    let largest = -Infinity;
    for (let index = begin; index < end; index++) {
      const value = values[index] as number;
      if (value < smallest && value !== -Infinity) smallest = value;
      if (value > largest && value !== Infinity) largest = value;
    }
    if (smallest <= largest) {
      minimum[bucket] = smallest;
      maximum[bucket] = largest;
    }
  }
  return { first, size, last, minimum, maximum };
}

/** The smallest power of two with which the whole piece, also what of it is still to come, fits the width. */
function bucketSize(start: number, to: number, width: number): number {
  const room = Math.max(1, Math.floor(width));
  const end = Math.max(start, Math.floor(to));
  let size = 1;
  while (Math.floor((end - 1) / size) - Math.floor((start - 1) / size) + 1 > room) size *= 2;
  return size;
}

function emptyExtremes(count: number): { minimum: Float64Array; maximum: Float64Array } {
  return { minimum: new Float64Array(count).fill(NaN), maximum: new Float64Array(count).fill(NaN) };
}
