export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Where a value lies on a logarithmic scale from `smallest` to `largest`, from 0 to 1, so that small probabilities show.
 * What is not above 0 is at 0.
 */
export function logPosition(value: number, smallest: number, largest: number): number {
  if (!(value > smallest)) return 0;
  if (value >= largest) return 1;
  return Math.log(value / smallest) / Math.log(largest / smallest);
}

/** A signed difference on a symmetric scale that shows small ones, too: from −1 to 1. */
export function signedLogPosition(value: number, smallest: number, largest: number): number {
  return Math.sign(value) * logPosition(Math.abs(value), smallest, largest);
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

/** A colour as computed styles write it: `rgb(1, 2, 3)`, `rgba(…)` or `#rrggbb`; undefined for anything else. */
export function parseColour(text: string): Rgb | undefined {
  const hexadecimal = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text.trim());
  if (hexadecimal) {
    const [, red = '', green = '', blue = ''] = hexadecimal;
    return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)];
  }
  const numbers = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(text.trim());
  if (!numbers) return undefined;
  return [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])];
}
