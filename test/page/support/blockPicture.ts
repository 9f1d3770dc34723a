import sharp from 'sharp';

/** Pixels on a side of a block. */
export const BLOCK = 8;

/** A picture as the mean colours of its blocks: what a shifted hair of text hardly changes, and a missing curve does. */
export interface BlockPicture {
  readonly columns: number;
  readonly rows: number;
  /** rows × columns × red, green, blue. */
  readonly colours: Uint8Array;
}

/** The blocks of a PNG; those at the right and lower edge may be smaller. */
export async function blocksOf(png: Uint8Array): Promise<BlockPicture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const columns = Math.ceil(info.width / BLOCK);
  const rows = Math.ceil(info.height / BLOCK);
  const colours = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const sums = [0, 0, 0];
      const right = Math.min(info.width, (column + 1) * BLOCK);
      const bottom = Math.min(info.height, (row + 1) * BLOCK);
      for (let y = row * BLOCK; y < bottom; y++) {
        for (let x = column * BLOCK; x < right; x++) {
          const pixel = (y * info.width + x) * 3;
          for (let channel = 0; channel < 3; channel++) {
            sums[channel] = (sums[channel] ?? 0) + (data[pixel + channel] ?? 0);
          }
        }
      }
      const pixels = (right - column * BLOCK) * (bottom - row * BLOCK);
      for (let channel = 0; channel < 3; channel++) {
        colours[(row * columns + column) * 3 + channel] = Math.round((sums[channel] ?? 0) / pixels);
      }
    }
  }
  return { columns, rows, colours };
}

/** A pixel for each block, without loss. */
export async function writeBlocks({ columns, rows, colours }: BlockPicture, file: string): Promise<void> {
  await sharp(colours, { raw: { width: columns, height: rows, channels: 3 } })
    .webp({ lossless: true, effort: 6 })
    .toFile(file);
}

export async function readBlocks(file: string): Promise<BlockPicture> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { columns: info.width, rows: info.height, colours: Uint8Array.from(data) };
}

/** Of a colour's channels, from 0 to 255: more is another colour. */
const SAME_COLOUR_UP_TO = 20;
/** Blocks, and the part of all blocks, that may have another colour in pictures that are alike. */
const ALIKE_UP_TO = { blocks: 12, part: 1e-3 };

export function areAlike(kept: BlockPicture, now: BlockPicture): boolean {
  const most = Math.max(ALIKE_UP_TO.blocks, kept.columns * kept.rows * ALIKE_UP_TO.part);
  return differences(kept, now).length <= most;
}

/** The blocks, by row × columns + column of `now`, in which two pictures differ; also those that only one of them has. */
export function differences(kept: BlockPicture, now: BlockPicture): number[] {
  const columns = Math.max(kept.columns, now.columns);
  const rows = Math.max(kept.rows, now.rows);
  const different: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (differs(colourAt(kept, row, column), colourAt(now, row, column)))
        different.push(row * columns + column);
    }
  }
  return different;
}

function colourAt(
  { columns, rows, colours }: BlockPicture,
  row: number,
  column: number,
): Uint8Array | undefined {
  if (row >= rows || column >= columns) return undefined;
  const at = (row * columns + column) * 3;
  return colours.subarray(at, at + 3);
}

function differs(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (!one || !other) return true;
  return one.some((value, channel) => Math.abs(value - (other[channel] ?? 0)) > SAME_COLOUR_UP_TO);
}

/** The kept picture, then that of now with what differs in red. */
export async function writeComparison(kept: BlockPicture, now: BlockPicture, file: string): Promise<void> {
  const columns = Math.max(kept.columns, now.columns);
  const rows = Math.max(kept.rows, now.rows);
  const different = new Set(differences(kept, now));
  const pixels = new Uint8Array(2 * columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const marked = different.has(row * columns + column) ? Uint8Array.of(255, 0, 0) : undefined;
      const left = (row * 2 * columns + column) * 3;
      pixels.set(colourAt(kept, row, column) ?? [128, 128, 128], left);
      pixels.set(marked ?? colourAt(now, row, column) ?? [128, 128, 128], left + columns * 3);
    }
  }
  await sharp(pixels, { raw: { width: 2 * columns, height: rows, channels: 3 } })
    .resize({ width: 2 * columns * 4, kernel: 'nearest' })
    .png()
    .toFile(file);
}
