import type { ProbeSet } from '../../protocol/dashboard';
import { h, setChildren } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { inputPicture } from '../charts/inputPicture';

const MOVES: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** The examples to choose from, as pictures where they are images. */
export class ProbeList {
  readonly element = h('div', { class: 'probe-list', role: 'listbox', 'aria-label': t('Examples') });
  private shown = '';

  constructor(private readonly onChoose: (probe: number) => void) {
    this.element.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
  }

  show(probes: ProbeSet, order: readonly number[], chosen: number): void {
    const facts = `${order.join()} ${chosen}`;
    if (facts === this.shown) return;
    this.shown = facts;
    const hadFocus = this.element.contains(document.activeElement);
    setChildren(this.element, ...order.map((index) => this.option(probes, index, chosen)));
    if (hadFocus) this.element.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private option({ classNames, examples, inputShape }: ProbeSet, index: number, chosen: number): HTMLElement {
    const example = examples[index];
    const name = shownName(classNames[example?.label ?? 0] ?? '', 12);
    return h(
      'button',
      {
        class: 'probe',
        role: 'option',
        'aria-selected': index === chosen ? 'true' : 'false',
        tabindex: index === chosen ? 0 : -1,
        'data-index': index,
        onclick: () => {
          this.onChoose(index);
        },
      },
      inputShape.length === 3 ? inputPicture(example?.input ?? [], inputShape, undefined, name) : undefined,
      h('span', {}, name),
    );
  }

  private onKey(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const options = [...this.element.querySelectorAll<HTMLElement>('[role="option"]')];
    const place = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const index = options[Math.max(0, Math.min(options.length - 1, place + move))]?.dataset['index'];
    if (index !== undefined) this.onChoose(Number(index));
  }
}
