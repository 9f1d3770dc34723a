import { duration } from '../../common/format';
import type { RunHead } from '../../protocol/dashboard';
import { h, setChildren } from '../base/dom';
import { icon, statusLook } from '../base/icons';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { actionButton, actionsFor } from './runActions';
import { sentenceOf } from './runSentence';
import type { RunContext, View } from './view';

const LONGEST_NAME = 200;

/** The run's name, how it stands and what came out, and what can be done now. */
export class Header implements View {
  readonly element = h('header', { class: 'run-header' });
  private shown = '';

  constructor(private readonly context: RunContext) {}

  update(): void {
    const { head, report } = this.context.model;
    if (!head) return;
    const actions = actionsFor(head);
    const [sentence, subtitle] = [sentenceOf(head), subtitleOf(head)];
    const verdict = report?.verdict.kind ?? 'none';
    const { name, status, damagedLines } = head;
    // Whoever presses a button must not have it replaced meanwhile: the rest of the head changes with every step.
    const facts = JSON.stringify([name, status, damagedLines, verdict, sentence, subtitle, actions]);
    if (facts === this.shown) return;
    this.shown = facts;
    const look = statusLook(status);
    setChildren(
      this.element,
      h(
        'div',
        { class: 'title-row' },
        h('h1', {}, shownName(name, LONGEST_NAME)),
        h('span', { class: `status status-${status}`, role: 'status' }, icon(look.shape), look.word),
        h(
          'div',
          { class: 'actions', role: 'group', 'aria-label': t('Actions') },
          ...actions.map((action, index) =>
            actionButton(this.context, head, action, index === 0 ? 'primary' : 'secondary'),
          ),
        ),
      ),
      h('p', { class: `verdict verdict-${verdict}` }, sentence),
      h('p', { class: 'quiet' }, subtitle),
      damagedLines > 0
        ? h(
            'p',
            { class: 'notice' },
            icon('warning'),
            damagedLines === 1
              ? t('One line of the record cannot be read; everything else is shown.')
              : t('{0} lines of the record cannot be read; everything else is shown.', damagedLines),
          )
        : undefined,
    );
  }
}

function subtitleOf(head: RunHead): string {
  const parts: string[] = [];
  if (head.method !== undefined) parts.push(shownName(head.method));
  if (head.temperature !== undefined) parts.push(`T = ${head.temperature}`);
  if (head.alpha !== undefined) parts.push(`α = ${head.alpha}`);
  if (head.engine !== undefined) parts.push(shownName(head.engine, 60));
  if (head.startedAt !== undefined) parts.push(new Date(head.startedAt).toLocaleString());
  if (head.startedAt !== undefined && head.endedAt !== undefined) {
    parts.push(t('took {0}', duration((head.endedAt - head.startedAt) / 1000)));
  }
  parts.push(shownName(head.id, 100));
  return parts.join(' · ');
}
