export type Rgb = readonly [red: number, green: number, blue: number];

/** Values below this part of the largest have the colour of nothing. */
const SMALLEST_PART = { sequential: 2e-3, diverging: 1e-2 } as const;
/** The ends of a sequential scale are at least this factor apart: values that are nearly alike look so. */
const LEAST_FACTOR = 2;

/** What the colours of a map stand for, logarithmically. */
export interface ColourRange {
  /** Sequential: from `smallest` to `largest`. Diverging: from −largest over 0 to `largest`. */
  readonly scale: 'sequential' | 'diverging';
  /** What is nearer to 0 has the colour of nothing. */
  readonly smallest: number;
  /** 0 when there is nothing. */
  readonly largest: number;
}

/** One range for all values of some matrices of shares or counts, so that they can be compared; NaN is left out. */
export function sequentialRange(matrices: readonly Iterable<number>[]): ColourRange {
  let smallest = Infinity;
  let largest = 0;
  for (const values of matrices) {
    for (const value of values) {
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  const floor = largest * SMALLEST_PART.sequential;
  return {
    scale: 'sequential',
    smallest: Math.max(floor, Math.min(smallest, largest / LEAST_FACTOR)),
    largest,
  };
}

/** The range of differences, alike on both sides of 0; NaN is left out. */
export function divergingRange(values: Iterable<number>): ColourRange {
  let largest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > largest) largest = size;
  }
  return { scale: 'diverging', smallest: largest * SMALLEST_PART.diverging, largest };
}

/** The three colours that a map is mixed of; only a diverging one has a low one. */
export interface ScaleColours {
  readonly nothing: Rgb;
  readonly low: Rgb;
  readonly high: Rgb;
}

/** @param position from −1 (low) over 0 (nothing) to 1 (high) */
export function colourAt(position: number, { nothing, low, high }: ScaleColours): Rgb {
  return mix(nothing, position < 0 ? low : high, Math.abs(position));
}

/**
 * Where values lie on a logarithmic scale, so that small ones show: from 0 (nothing) to 1 (the largest), and to −1 below 0.
 * What is no number is at 0.
 */
export function positionsOn({ smallest, largest }: Omit<ColourRange, 'scale'>): (value: number) => number {
  const reach = Math.log(largest / smallest);
  return (value) => {
    const size = Math.abs(value);
    if (!(size > smallest)) return 0;
    const position = size >= largest ? 1 : Math.log(size / smallest) / reach;
    return value < 0 ? -position : position;
  };
}

/** The colours of values that are numbers. */
export function colourScale(range: ColourRange, colours: ScaleColours): (value: number) => Rgb {
  const positionOf = positionsOn(range);
  return (value) => colourAt(positionOf(value), colours);
}

/** Between two colours: in their own gamma, which is nearly even to the eye. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const blend = (a: number, b: number): number => Math.round(a + share * (b - a));
  return [blend(from[0], to[0]), blend(from[1], to[1]), blend(from[2], to[2])];
}

/** Relative luminance (WCAG 2.2), from 0 (black) to 1 (white). */
export function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Black or white, whichever reads better on a colour. */
export function textOn(colour: Rgb): Rgb {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? [0, 0, 0] : [255, 255, 255];
}

/** A colour as computed styles write it: `rgb(1, 2, 3)`, `rgba(…)`, `color(srgb …)`, `#rrggbb`; undefined for all else. */
export function parseColour(text: string): Rgb | undefined {
  const hexadecimal = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text.trim());
  if (hexadecimal) {
    const [, red = '', green = '', blue = ''] = hexadecimal;
    return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)];
  }
  const shares = /^color\(srgb\s+([\d.e-]+)\s+([\d.e-]+)\s+([\d.e-]+)/.exec(text.trim());
  if (shares) {
    const channel = (share = ''): number => Math.round(255 * Math.max(0, Math.min(1, Number(share))));
    return [channel(shares[1]), channel(shares[2]), channel(shares[3])];
  }
  const numbers = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(text.trim());
  if (!numbers) return undefined;
  return [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
}
