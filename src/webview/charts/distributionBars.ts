import { percent } from '../../common/format';
import { h } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';

export interface NamedDistribution {
  readonly name: string;
  readonly role: 'teacher' | 'student' | 'baseline';
  readonly probabilities: ArrayLike<number>;
}

const MOST_CLASSES = 30;

/** Distributions side by side, a row of bars for each class; a table by itself. */
export function distributionBars(
  distributions: readonly NamedDistribution[],
  classNames: readonly string[],
  label: number | undefined,
): HTMLElement {
  const shown = mostLikely(distributions, classNames.length);
  return h(
    'table',
    { class: 'bars' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, t('Class')),
        h('th', { scope: 'col' }, h('span', { class: 'for-ears' }, t('Bars'))),
        ...distributions.map(({ name, role }) =>
          h('th', { scope: 'col', class: `role-name role-${role}` }, name),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...shown.map((index) =>
        h(
          'tr',
          index === label ? { class: 'is-label' } : {},
          h(
            'th',
            { scope: 'row' },
            shownName(classNames[index] ?? String(index), 18),
            index === label ? h('span', { class: 'badge' }, t('label')) : undefined,
          ),
          h(
            'td',
            { class: 'bar-cell' },
            ...distributions.map(({ role, probabilities }) => bar(role, probabilities[index] ?? 0)),
          ),
          ...distributions.map(({ probabilities }) =>
            h('td', { class: 'number' }, shownShare(probabilities[index] ?? 0)),
          ),
        ),
      ),
    ),
  );
}

function bar(role: string, share: number): HTMLElement {
  const element = h('div', { class: `share role-${role}` });
  element.style.setProperty('width', `${100 * share}%`);
  return element;
}

/** Percent with two decimals; what is smaller than that is said to be. */
export function shownShare(share: number): string {
  if (share > 0 && share < 0.0001) return '< 0.01 %';
  return percent(share, 2);
}

/** All classes in their order, or of very many the most likely ones. */
export function mostLikely(
  distributions: readonly Pick<NamedDistribution, 'probabilities'>[],
  classes: number,
): number[] {
  const all = Array.from({ length: classes }, (_, index) => index);
  if (classes <= MOST_CLASSES) return all;
  const weight = (index: number): number =>
    Math.max(...distributions.map(({ probabilities }) => probabilities[index] ?? 0));
  return all.sort((a, b) => weight(b) - weight(a)).slice(0, MOST_CLASSES);
}
