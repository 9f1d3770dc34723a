import type { SeriesBuckets } from '../../protocol/dashboard';

/** Points of one curve, x ascending. A null is a gap. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/**
 * Buckets as points: each bucket's smallest and largest value at its first and last step, which lie within one pixel, so
 * that the extremes are drawn where they are. A bucket of one step is one point.
 *
 * @param toX where a step lies on the axis
 */
export function extremesLine(buckets: SeriesBuckets, toX: (step: number) => number): Line {
  const { first, size, last, minimum, maximum } = buckets;
  const x: number[] = [];
  const y: (number | null)[] = [];
  for (let bucket = 0; bucket < minimum.length; bucket++) {
    const begin = first + bucket * size;
    const end = Math.min(begin + size - 1, last);
    x.push(toX(begin));
    y.push(finiteOrNull(minimum[bucket]));
    if (end > begin) {
      x.push(toX(end));
      y.push(finiteOrNull(maximum[bucket]));
    }
  }
  return { x, y };
}

/** The moving average, one point a bucket. */
export function smoothedLine(buckets: SeriesBuckets, toX: (step: number) => number): Line {
  const { first, size, last, smoothed } = buckets;
  const x: number[] = [];
  const y: (number | null)[] = [];
  for (let bucket = 0; bucket < smoothed.length; bucket++) {
    x.push(toX(Math.min(first + (bucket + 1) * size - 1, last)));
    y.push(finiteOrNull(smoothed[bucket]));
  }
  return { x, y };
}

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

/** Curves over one common x: `undefined` where a curve has no point of its own, which is no gap. */
export interface JoinedLines {
  readonly x: number[];
  readonly ys: (number | null | undefined)[][];
}

/** Brings curves with different x together. Points of one curve at the same x keep the last. */
export function joinLines(lines: readonly Line[]): JoinedLines {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const places = new Map(x.map((value, index) => [value, index]));
  const ys = lines.map((line) => {
    const y = new Array<number | null | undefined>(x.length).fill(undefined);
    for (const [index, value] of line.x.entries()) {
      const place = places.get(value);
      if (place !== undefined) y[place] = line.y[index];
    }
    return y;
  });
  return { x, ys };
}

/**
 * The range of a scale that shows all values, or, without outliers, the middle 98 % of them: outliers are still drawn, and
 * leave the picture. Undefined without values.
 */
export function scaleRange(
  lines: readonly Line[],
  outliers: 'shown' | 'clipped',
  scale: 'linear' | 'log',
): readonly [number, number] | undefined {
  const values = lines
    .flatMap((line) => line.y)
    .filter((value) => value !== null && (scale === 'linear' || value > 0))
    .sort((a, b) => (a ?? 0) - (b ?? 0)) as number[];
  const cut = outliers === 'clipped' ? Math.floor(values.length / 100) : 0;
  const low = values[cut];
  const high = values[values.length - 1 - cut];
  if (low === undefined || high === undefined) return undefined;
  if (scale === 'log') return low === high ? [low / 2, high * 2] : [low / 1.1, high * 1.1];
  const margin = low === high ? Math.max(Math.abs(low) * 0.1, 1e-9) : (high - low) * 0.05;
  return [low - margin, high + margin];
}
