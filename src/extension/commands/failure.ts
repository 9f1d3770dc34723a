import * as vscode from 'vscode';
import { messageOf, UserError } from '../../common/errors';
import { shownSentence, withoutLinks } from '../base/shownText';
import { UntrustedError } from '../processes';
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
  const { message, mend } = thrown;
  log.info(`${title}: ${message}`);
  const step = nextStep(thrown);
  const text = withoutLinks([message, mend ?? ''].map(shownSentence).join(' ').trim());
  const chosen = await vscode.window.showErrorMessage(text, ...(step === undefined ? [] : [step.title]));
  if (chosen !== undefined) await step?.take();
}

interface NextStep {
  readonly title: string;
  readonly take: () => Thenable<unknown>;
}

function nextStep(error: UserError): NextStep | undefined {
  if (error instanceof UntrustedError) {
    return {
      title: vscode.l10n.t('Manage Workspace Trust'),
      take: () => vscode.commands.executeCommand('workbench.trust.manage'),
    };
  }
  const { position } = error;
  if (position?.line === undefined) return undefined;
  const { file, line, column = 1 } = position;
  const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const selection = new vscode.Range(place, place);
  return {
    title: vscode.l10n.t('Open File'),
    take: () => vscode.window.showTextDocument(vscode.Uri.file(file), { selection }),
  };
}
