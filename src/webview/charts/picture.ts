import { h } from '../base/dom';
import { themeColour } from '../base/theme';

export interface PictureName {
  readonly name: string;
  readonly colour: `--${string}`;
}

const LINE = 20;
const MARGIN = 10;

/** A chart's canvas as a PNG on the editor's background, under its title and the names of what is drawn. */
export async function pictureOf(
  source: HTMLCanvasElement,
  title: string,
  names: readonly PictureName[] = [],
): Promise<Uint8Array | undefined> {
  const ratio = window.devicePixelRatio;
  const width = source.width / ratio + 2 * MARGIN;
  const copy = h('canvas');
  const context = copy.getContext('2d');
  if (!context) return undefined;
  const font = `12px ${themeColour('--font')}`;
  context.font = font;
  const places = placesOf(names, width, (text) => context.measureText(text).width);
  const top = MARGIN + LINE * (1 + (places.at(-1)?.row ?? 0) + (names.length > 0 ? 1 : 0)) + 6;
  copy.width = Math.ceil(width * ratio);
  copy.height = Math.ceil((top + MARGIN) * ratio) + source.height;
  context.scale(ratio, ratio);
  context.fillStyle = themeColour('--ground');
  context.fillRect(0, 0, copy.width, copy.height);
  context.textBaseline = 'middle';
  context.fillStyle = themeColour('--text');
  context.font = `bold ${font}`;
  context.fillText(title, MARGIN, MARGIN + LINE / 2);
  context.font = font;
  for (const { name, colour, x, row } of places) {
    const y = MARGIN + LINE * (1.5 + row);
    context.fillStyle = themeColour(colour);
    context.fillRect(x, y - 5, 10, 10);
    context.fillStyle = themeColour('--text');
    context.fillText(name, x + 16, y);
  }
  context.drawImage(source, MARGIN, top, source.width / ratio, source.height / ratio);
  const blob = await new Promise<Blob | null>((resolve) => {
    copy.toBlob(resolve, 'image/png');
  });
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
}

/** Names from left to right, in as many rows as they need. */
function placesOf(
  names: readonly PictureName[],
  width: number,
  measure: (text: string) => number,
): (PictureName & { readonly x: number; readonly row: number })[] {
  let x = MARGIN;
  let row = 0;
  return names.map((entry) => {
    const needed = measure(entry.name) + 34;
    if (x > MARGIN && x + needed > width) {
      x = MARGIN;
      row++;
    }
    const place = { ...entry, x, row };
    x += needed;
    return place;
  });
}
