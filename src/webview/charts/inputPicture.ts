import { significant } from '../../common/format';
import { h } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';

const MOST_FEATURES = 40;

/** An example's input: a picture for [height, width, 1 or 3], else its features as a table. */
export function inputPicture(
  input: readonly number[],
  shape: readonly number[],
  featureNames: readonly string[] | undefined,
  description: string,
): HTMLElement {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length === 3 && (channels === 1 || channels === 3)) {
    return picture(input, { height, width, channels }, description);
  }
  return h(
    'table',
    { class: 'plain features' },
    h(
      'tbody',
      {},
      ...input
        .slice(0, MOST_FEATURES)
        .map((value, index) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, shownName(featureNames?.[index] ?? t('feature {0}', index + 1), 30)),
            h('td', { class: 'number' }, significant(value, 4)),
          ),
        ),
    ),
  );
}

function picture(
  input: readonly number[],
  size: { readonly height: number; readonly width: number; readonly channels: number },
  description: string,
): HTMLElement {
  const { height, width, channels } = size;
  const canvas = h('canvas', { class: 'input', width, height, role: 'img', 'aria-label': description });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const low = input.reduce((least, value) => Math.min(least, value), 0);
  const high = input.reduce((most, value) => Math.max(most, value), low + 1e-12);
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = input[pixel * channels + (channels === 3 ? channel : 0)] ?? low;
      image.data[pixel * 4 + channel] = (255 * (value - low)) / (high - low);
    }
    image.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
