import * as vscode from 'vscode';
import { messageOf, UserError } from '../../common/errors';
import { shownSentence, withoutLinks } from '../base/shownText';

/** Tells, once each, which folders of runs can't be listed, and why. */
export class UnreadableFolders {
  private readonly told = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  tell(distillery: string, problem: unknown): void {
    const why = messageOf(problem);
    const key = `${distillery}: ${why}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.log.warn(key);
    void offerRefresh(why, problem instanceof UserError ? problem.mend : undefined);
  }
}

async function offerRefresh(why: string, mend: string | undefined): Promise<void> {
  const refresh = vscode.l10n.t('Refresh');
  const message = [vscode.l10n.t('Runs cannot be listed: {0}', shownSentence(why)), mend ?? '']
    .join(' ')
    .trim();
  const chosen = await vscode.window.showWarningMessage(withoutLinks(message), refresh);
  if (chosen === refresh) await vscode.commands.executeCommand('distillery.refreshRuns');
}
