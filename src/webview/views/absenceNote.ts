import { h, setChildren } from '../base/dom';
import type { StageKey } from '../../protocol/events';
import { type Absence, absenceOf } from '../pure/absence';
import { actionButton, actionsFor } from './runActions';
import { sentenceOf } from './runSentence';
import type { RunContext } from './view';

export interface AbsenceTexts {
  /** Which stages bring what is absent. */
  readonly broughtBy: (stage: StageKey) => boolean;
  readonly sentences: Readonly<Record<Absence, string>>;
}

/** Why there is nothing to see: it comes later, or it never does; then also why the run ended, and what can be done. */
export class AbsenceNote {
  readonly element = h('div', { class: 'empty' });
  private shown = '';

  constructor(
    private readonly context: RunContext,
    private readonly texts: AbsenceTexts,
  ) {}

  update(): void {
    const { model } = this.context;
    const { head } = model;
    if (!head) return;
    const { broughtBy, sentences } = this.texts;
    const absence = absenceOf(model, broughtBy);
    const reason = absence === 'over' ? sentenceOf(head) : undefined;
    const actions = actionsFor(head);
    const next =
      actions.find(([action]) => action === 'resume' || action === 'rerun') ??
      actions.find(([action]) => action === 'showLog');
    // Whoever presses the button must not have it replaced meanwhile.
    const facts = JSON.stringify([absence, sentences[absence], reason, next]);
    if (facts === this.shown) return;
    this.shown = facts;
    setChildren(
      this.element,
      h('p', {}, sentences[absence]),
      reason === undefined ? undefined : h('p', {}, reason),
      absence === 'over' && next ? actionButton(this.context, head, next, 'secondary') : undefined,
    );
  }
}
