import * as vscode from 'vscode';
import { messageOf, UserError } from '../../common/errors';
import { shownSentence, withoutLinks } from '../base/shownText';
import type { Handler } from './handlers';

/**
 * The handler, with its errors told: a mistake of the user's as it stands, with what mends it and where it is; anything
 * else also goes to the log with its stack. The command itself never fails, so that nobody is told twice.
 */
export function tellingFailures(handler: Handler, title: string, log: vscode.LogOutputChannel): Handler {
  return async (argument, selected) => {
    try {
      return await handler(argument, selected);
    } catch (thrown) {
      if (thrown instanceof vscode.CancellationError) return undefined;
      void tell(thrown, title, log);
      return undefined;
    }
  };
}

async function tell(thrown: unknown, title: string, log: vscode.LogOutputChannel): Promise<void> {
  const showOutput = vscode.l10n.t('Show Output');
  if (!(thrown instanceof UserError)) {
    log.error(`${title}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
    const message = withoutLinks(vscode.l10n.t('{0} failed: {1}', title, shownSentence(messageOf(thrown))));
    if ((await vscode.window.showErrorMessage(message, showOutput)) === showOutput) log.show();
    return;
  }
  const { message, mend, position } = thrown;
  log.info(`${title}: ${message}`);
  const openFile = vscode.l10n.t('Open File');
  const actions = position?.line === undefined ? [] : [openFile];
  const text = withoutLinks([message, mend ?? ''].map(shownSentence).join(' ').trim());
  if ((await vscode.window.showErrorMessage(text, ...actions)) !== openFile || position === undefined) return;
  const { file, line = 1, column = 1 } = position;
  const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(place, place) });
}
