import { h, setText } from '../base/dom';
import { css, themeColour, themeRgb } from '../base/theme';
import { t } from '../base/text';
import type { ColourRange } from '../pure/colourScales';

const BAR = { width: 240, height: 10 } as const;
const LINE = 14;

/** The size of a legend in a picture, in CSS pixels. */
export const LEGEND = { width: BAR.width, height: BAR.height + LINE + 4 } as const;

export interface Legend {
  readonly range: ColourRange;
  readonly text: (value: number) => string;
  /** How cells without a value are drawn, if there are any. */
  readonly missing: 'outlined' | 'chequered' | 'none';
}

/** What the colours of a map mean: a bar from the least to the most. As high when it is still empty. */
export class ColourLegend {
  private readonly bar = h('div', { class: 'colour-bar' });
  private readonly numbers = [h('span'), h('span'), h('span')];
  readonly element = h(
    'div',
    { class: 'colour-legend' },
    h('div', { class: 'colour-scale' }, this.bar, h('div', { class: 'colour-numbers' }, ...this.numbers)),
    h('span', { class: 'colour-missing' }, t('no examples')),
  );

  show(legend: Legend): void {
    this.element.dataset['missing'] = legend.missing;
    this.bar.dataset['scale'] = legend.range.scale;
    const texts = legendTexts(legend);
    for (const [place, number] of this.numbers.entries()) setText(number, texts[place] ?? '');
  }
}

/** The same for a picture, with its upper left corner at a point and of the size of {@link LEGEND}. */
export function drawLegend(context: CanvasRenderingContext2D, legend: Legend, x: number, y: number): void {
  const gradient = context.createLinearGradient(x, 0, x + BAR.width, 0);
  const colours = {
    sequential: ['--surface', '--heat-high'],
    diverging: ['--heat-low', '--surface', '--heat-high'],
  } as const;
  const stops = colours[legend.range.scale];
  for (const [place, colour] of stops.entries()) {
    gradient.addColorStop(place / (stops.length - 1), css(themeRgb(colour)));
  }
  context.fillStyle = gradient;
  context.fillRect(x, y, BAR.width, BAR.height);
  context.fillStyle = themeColour('--text');
  context.textBaseline = 'middle';
  for (const [place, text] of legendTexts(legend).entries()) {
    context.textAlign = (['left', 'center', 'right'] as const)[place] ?? 'left';
    context.fillText(text, x + (place * BAR.width) / 2, y + BAR.height + LINE / 2 + 2);
  }
}

/** At the ends and in the middle of the bar. */
function legendTexts({ range: { scale, smallest, largest }, text }: Legend): readonly string[] {
  if (largest === 0) return [];
  return scale === 'sequential'
    ? [smallest, Math.sqrt(smallest * largest), largest].map(text)
    : [-largest, 0, largest].map(text);
}
