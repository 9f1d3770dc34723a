import type { DashboardAction, PageMessage } from '../../../src/protocol/dashboard';

/** Whether a page's message asks for an action on a run. */
export function isAction(
  action: DashboardAction,
  folder: string | undefined,
): (message: PageMessage) => boolean {
  return (message) => message.type === 'action' && message.action === action && message.folder === folder;
}
