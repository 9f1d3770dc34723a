import fs from 'node:fs';
import path from 'node:path';
import { areAlike, blocksOf, differences, readBlocks, writeBlocks, writeComparison } from './blockPicture';

const KEPT = path.join(import.meta.dirname, '..', 'pictures');
const DIFFERENCES = path.join(import.meta.dirname, '..', '..', '..', 'out', 'screenshots', 'differences');
const RENEWS = process.env['DISTILLERY_RENEW_PICTURES'] === '1';

/** The width of some words, by which it is known whether this machine has the fonts of the kept pictures. */
interface Fonts {
  readonly width: number;
}

const fontsFile = path.join(KEPT, 'fonts.json');

/** Whether pictures can be compared on a machine where some words are so wide. */
export function areFontsOfKeptPictures(width: number): boolean {
  if (RENEWS) {
    fs.mkdirSync(KEPT, { recursive: true });
    fs.writeFileSync(fontsFile, `{ "width": ${width} }\n`);
  }
  const kept = JSON.parse(fs.readFileSync(fontsFile, 'utf8')) as Fonts;
  return Math.abs(kept.width - width) < 0.5;
}

/** How pictures of a page are taken. */
export interface Photographer {
  /** Soon; something may still be missing. */
  glance(): Promise<Uint8Array>;
  /** Once the page is at rest. */
  picture(): Promise<Uint8Array>;
}

/** How a page differs from its picture that is kept: undefined when it does not, else a sentence. */
export async function differenceFromKept(
  name: string,
  photographer: Photographer,
): Promise<string | undefined> {
  const file = path.join(KEPT, `${name}.webp`);
  if (RENEWS) {
    await writeBlocks(await blocksOf(await photographer.picture()), file);
    return undefined;
  }
  if (!fs.existsSync(file)) return `${name}: no picture is kept`;
  const kept = await readBlocks(file);
  if (areAlike(kept, await blocksOf(await photographer.glance()))) return undefined;
  const now = await blocksOf(await photographer.picture());
  if (areAlike(kept, now)) return undefined;
  fs.mkdirSync(DIFFERENCES, { recursive: true });
  await writeComparison(kept, now, path.join(DIFFERENCES, `${name}.png`));
  return `${name}: ${differences(kept, now).length} of ${kept.columns * kept.rows} blocks differ`;
}
