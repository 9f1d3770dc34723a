import type { DashboardAction, RunHead } from '../../protocol/dashboard';
import { button } from '../base/controls';
import { t } from '../base/text';
import type { RunContext } from './view';

export type RunAction = readonly [action: DashboardAction, label: string];

/** What makes sense now, the most likely first. */
export function actionsFor(head: RunHead): RunAction[] {
  const actions: RunAction[] = [];
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

/** A button that does it to the run of the page. */
export function actionButton(
  { channel }: Pick<RunContext, 'channel'>,
  { folder }: RunHead,
  [action, label]: RunAction,
  appearance: 'primary' | 'secondary',
): HTMLElement {
  return button(
    label,
    () => {
      channel.send({ type: 'action', action, folder });
    },
    appearance,
  );
}
