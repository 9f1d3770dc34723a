import { entropy, softmax } from '../../common/distribution';
import { decimal } from '../../common/format';
import { h, setChildren, svg } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { mostLikely, shownShare } from './distributionBars';

const WIDTH = 180;
const HEIGHT = 84;

/** A teacher's answer to one example. */
export interface TemperatureView {
  readonly logits: readonly number[];
  readonly classNames: readonly string[];
  readonly temperatures: readonly number[];
}

interface Softened {
  readonly temperature: number;
  readonly probabilities: Float64Array;
}

/** One answer softened at several temperatures, as small upright bars beside each other, with a table behind them. */
export class TemperatureBars {
  readonly element: HTMLElement;
  private readonly bars = h('div', { class: 'minis' });
  private readonly table = h('div', { class: 'scroll' });
  private readonly details: HTMLDetailsElement;
  private view: TemperatureView | undefined;

  constructor() {
    this.details = h(
      'details',
      {
        ontoggle: () => {
          this.draw();
        },
      },
      h('summary', {}, t('As a table')),
      this.table,
    );
    this.element = h('div', { class: 'temperature-bars' }, this.bars, this.details);
  }

  show(view: TemperatureView): void {
    this.view = view;
    this.draw();
  }

  private draw(): void {
    if (!this.view) return;
    const { logits, classNames, temperatures } = this.view;
    const softened = temperatures.map((temperature) => ({
      temperature,
      probabilities: softmax(logits, temperature),
    }));
    setChildren(this.bars, ...softened.map((each) => upright(each)));
    setChildren(this.table, this.details.open ? softenedTable(softened, classNames) : undefined);
  }
}

function upright({ temperature, probabilities }: Softened): HTMLElement {
  const width = WIDTH / probabilities.length;
  return h(
    'figure',
    { class: 'mini role-teacher' },
    h(
      'figcaption',
      {},
      h('strong', {}, t('T = {0}', temperature)),
      ` ${t('entropy {0} nats', decimal(entropy(probabilities), 2))}`,
    ),
    svg(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true', preserveAspectRatio: 'none' },
      svg('line', { x1: 0, x2: WIDTH, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5, class: 'dots-track' }),
      ...Array.from(probabilities, (share, index) =>
        svg('rect', {
          x: index * width + width * 0.1,
          width: width * 0.8,
          y: HEIGHT - Math.max(share * (HEIGHT - 4), 0.75),
          height: Math.max(share * (HEIGHT - 4), 0.75),
          class: 'mini-bar',
        }),
      ),
    ),
  );
}

function softenedTable(softened: readonly Softened[], classNames: readonly string[]): HTMLElement {
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, t('Class')),
        ...softened.map(({ temperature }) => h('th', { scope: 'col' }, t('T = {0}', temperature))),
      ),
    ),
    h(
      'tbody',
      {},
      ...mostLikely(softened, classNames.length).map((index) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, shownName(classNames[index] ?? String(index), 18)),
          ...softened.map(({ probabilities }) =>
            h('td', { class: 'number' }, shownShare(probabilities[index] ?? 0)),
          ),
        ),
      ),
    ),
  );
}
