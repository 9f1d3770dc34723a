import { colourAt, type ColourRange, positionsOn, type Rgb, type ScaleColours } from './colourScales';

/** On each side of nothing: as many as a channel has. */
const SHADES = 255;

export interface PixelColours extends ScaleColours {
  /** The two colours of the chequers where there is no value. */
  readonly missing: readonly [Rgb, Rgb];
}

export interface CellMatrix {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A matrix as a picture of one pixel a cell.
 *
 * @param matrix its values row by row; NaN where there is nothing, as where values end too early
 * @returns red, green, blue and alpha of each cell, from 0 to 255
 */
export function cellPixels(
  { values, rows, columns }: CellMatrix,
  range: ColourRange,
  colours: PixelColours,
): Uint8ClampedArray<ArrayBuffer> {
  const positionOf = positionsOn(range);
  const shades = Uint32Array.from({ length: 2 * SHADES + 1 }, (_, shade) =>
    packed(colourAt(shade / SHADES - 1, colours)),
  );
  const missing = Uint32Array.from(colours.missing, packed);
  const pixels = new Uint32Array(rows * columns);
  for (let at = 0; at < pixels.length; at++) {
    const value = values[at] ?? NaN;
    pixels[at] = Number.isNaN(value)
      ? (missing[(Math.floor(at / columns) + (at % columns)) % 2] as number)
      : (shades[Math.round(SHADES * (1 + positionOf(value)))] as number);
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** A colour as four bytes in the machine's order. */
function packed([red, green, blue]: Rgb): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0] as number;
}
