import path from 'node:path';
import sharp from 'sharp';
import { SCREENSHOTS } from '../../test/e2e/support/workbench';

/** Keeps a picture that was taken, with a palette of its own: a third of the size, and nothing to be seen of it. */
export async function keepPicture(taken: string, kept: string): Promise<void> {
  await sharp(path.join(SCREENSHOTS, taken)).png({ palette: true, quality: 90, effort: 10 }).toFile(kept);
}
