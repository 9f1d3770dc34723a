import { h, setChildren, setShown } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { Leaning } from '../pure/probeMeasures';

/** Says which examples are listed when a cell of the map was opened, and offers all. */
export class LeaningNote {
  readonly element = h('p', { hidden: true });
  private shown: string | undefined;

  constructor(private readonly onClose: () => void) {}

  /** @param found how many examples belong to the cell */
  show(leaning: Leaning | undefined, found: number, classNames: readonly string[]): void {
    const facts = JSON.stringify([leaning, found]);
    if (facts === this.shown) return;
    this.shown = facts;
    setShown(this.element, leaning ? 'shown' : 'hidden');
    if (!leaning) return;
    setChildren(
      this.element,
      leaningText(leaning, found, (index) => shownName(classNames[index] ?? String(index), 24)),
      ' ',
      h('button', { class: 'link', onclick: this.onClose }, found > 0 ? t('Show all examples') : t('Close')),
    );
  }
}

function leaningText({ label, answer, by }: Leaning, found: number, name: (index: number) => string): string {
  const network = by === 'teacher' ? t('the teacher') : t('the network');
  if (label === answer) return t('Only the {0} recorded examples of {1}.', found, name(label));
  return found > 0
    ? t('Only the {0} examples of {1} that {2} leans to {3}.', found, name(label), network, name(answer))
    : t(
        'Of the recorded examples of {0}, {1} leans none to {2}: all examples are listed.',
        name(label),
        network,
        name(answer),
      );
}
