import type { SeriesBuckets } from '../../protocol/dashboard';
import type { Line } from './lines';

/** An area between two curves, x ascending. A null is a gap. */
export interface Band {
  readonly x: readonly number[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Buckets as an area that holds every value of theirs. */
export function bucketBand({ first, size, last, minimum, maximum }: SeriesBuckets, toX: Placing): Band {
  const x: number[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  for (let bucket = 0; bucket < minimum.length; bucket++) {
    const begin = first + bucket * size;
    const end = Math.min(begin + size - 1, last);
    for (const step of end > begin ? [begin, end] : [begin]) {
      x.push(toX(step));
      low.push(finiteOrNull(minimum[bucket]));
      high.push(finiteOrNull(maximum[bucket]));
    }
  }
  return { x, low, high };
}

/** A curve as an area without height. */
export function thinBand({ x, y }: Line): Band {
  return { x, low: y, high: y };
}

/** The smallest area that holds all the areas; between its points each is taken to be straight. */
export function hullOf(bands: readonly Band[]): Band {
  const x = commonX(bands);
  const lows = bands.map((band) => sampled({ x: band.x, y: band.low }, x));
  const highs = bands.map((band) => sampled({ x: band.x, y: band.high }, x));
  const over = (columns: readonly (number | null)[][], choose: (...values: number[]) => number) =>
    x.map((_, index) => {
      const present = presentAt(columns, index);
      return present.length === 0 ? null : choose(...present);
    });
  return { x, low: over(lows, Math.min), high: over(highs, Math.max) };
}

/** The mean of curves, at each x of those that reach it; between its points each is taken to be straight. */
export function meanOf(lines: readonly Line[]): Line {
  const x = commonX(lines);
  const columns = lines.map((line) => sampled(line, x));
  const y = x.map((_, index) => {
    const present = presentAt(columns, index);
    return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0) / present.length;
  });
  return { x, y };
}

type Placing = (step: number) => number;

function commonX(parts: readonly { readonly x: readonly number[] }[]): number[] {
  return [...new Set(parts.flatMap(({ x }) => x))].sort((a, b) => a - b);
}

function presentAt(columns: readonly (number | null)[][], index: number): number[] {
  return columns.flatMap((column) => {
    const value = column[index];
    return value === null || value === undefined ? [] : [value];
  });
}

/** A curve at other places; null before its start, after its end and in its gaps. */
function sampled({ x, y }: Line, places: readonly number[]): (number | null)[] {
  let next = 0;
  return places.map((place) => {
    while (next < x.length && (x[next] ?? 0) < place) next++;
    if (x[next] === place) return y[next] ?? null;
    const [before, after] = [y[next - 1] ?? null, y[next] ?? null];
    const [from, to] = [x[next - 1], x[next]];
    if (before === null || after === null || from === undefined || to === undefined) return null;
    return before + ((place - from) / (to - from)) * (after - before);
  });
}

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
