import { duration } from '../../common/format';
import type { DashboardAction, RunHead } from '../../protocol/dashboard';
import { button } from '../base/controls';
import { h, setChildren } from '../base/dom';
import { icon, statusLook } from '../base/icons';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { RunContext, View } from './view';

const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 1000;

type Action = readonly [action: DashboardAction, label: string];

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
          ...this.buttons(head, actions),
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

  private buttons({ folder }: RunHead, actions: readonly Action[]): HTMLElement[] {
    return actions.map(([action, label], index) =>
      button(
        label,
        () => {
          this.context.channel.send({ type: 'action', action, folder });
        },
        index === 0 ? 'primary' : 'secondary',
      ),
    );
  }
}

/** What makes sense now, the most likely first. */
function actionsFor(head: RunHead): Action[] {
  const actions: Action[] = [];
  if (head.status === 'missing') return actions;
  if (head.trusted) {
    if (head.status === 'running') actions.push(['pause', t('Pause')]);
    if (head.status === 'paused') actions.push(['continue', t('Continue')]);
    if (head.status === 'running' || head.status === 'paused') actions.push(['stop', t('Stop')]);
    if (head.resumable) actions.push(['resume', t('Resume')]);
    if (head.status === 'done' && head.hasStudent) actions.push(['exportStudent', t('Export student…')]);
    if (head.status === 'done') actions.push(['rerun', t('Rerun')]);
  }
  if (head.hasStudent) actions.push(['copySummary', t('Copy as Markdown')]);
  actions.push(['showLog', t('Show log')]);
  return actions;
}

function sentenceOf(head: RunHead): string {
  if (head.summary !== undefined) return shownName(head.summary, LONGEST_SENTENCE);
  switch (head.status) {
    case 'running':
      return t('Training. The verdict comes when student and baseline are measured on the test set.');
    case 'paused':
      return t('Paused. Continue goes on with the next step.');
    case 'crashed':
      return t('Its process is gone. Resume goes on from the last checkpoint; the log may say why it ended.');
    case 'missing':
      return t('There is no record in this folder any more. Close this panel, or put the folder back.');
    case 'failed':
      return t('It failed. The log says why.');
    case 'stopped':
      return t('Stopped. Resume goes on from the last checkpoint.');
    case 'done':
      return t('Done.');
  }
}

function subtitleOf(head: RunHead): string {
  const parts: string[] = [];
  if (head.method !== undefined) parts.push(shownName(head.method));
  if (head.temperature !== undefined) parts.push(`T = ${head.temperature}`);
  if (head.alpha !== undefined) parts.push(`α = ${head.alpha}`);
  if (head.startedAt !== undefined) parts.push(new Date(head.startedAt).toLocaleString());
  if (head.startedAt !== undefined && head.endedAt !== undefined) {
    parts.push(t('took {0}', duration((head.endedAt - head.startedAt) / 1000)));
  }
  parts.push(shownName(head.id, 100));
  return parts.join(' · ');
}
