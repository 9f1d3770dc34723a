import path from 'node:path';
import * as vscode from 'vscode';

const COMMAND = 'distillery.pickNamedFile';

/** Asks for a file and writes its path, seen from the experiment's folder, in place of a range. */
export function pickFileCommand(title: string, document: vscode.Uri, range: vscode.Range): vscode.Command {
  return { title, command: COMMAND, arguments: [document, range] };
}

/** The command is for quick fixes only: it means nothing without their place. */
export function registerFilePicking(): vscode.Disposable {
  return vscode.commands.registerCommand(COMMAND, pickFile);
}

async function pickFile(document: vscode.Uri, range: vscode.Range): Promise<void> {
  const folder = path.dirname(document.fsPath);
  const [file] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(folder),
      openLabel: vscode.l10n.t('Use this file'),
    })) ?? [];
  if (file === undefined) return;
  const relative = path.relative(folder, file.fsPath).replaceAll(path.sep, '/');
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document, range, JSON.stringify(relative));
  await vscode.workspace.applyEdit(edit);
}
