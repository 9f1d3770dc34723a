import * as vscode from 'vscode';
import { withoutLinks } from '../base/shownText';

/** Shows a file or folder where people look for one: the system's file manager, else the editor's own explorer. */
export async function reveal(uri: vscode.Uri): Promise<void> {
  const isLocalDesktop = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (isLocalDesktop) {
    await vscode.commands.executeCommand('revealFileInOS', uri);
  } else if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
  } else {
    const copy = vscode.l10n.t('Copy Path');
    if ((await vscode.window.showInformationMessage(withoutLinks(uri.fsPath), copy)) === copy) {
      await vscode.env.clipboard.writeText(uri.fsPath);
    }
  }
}
