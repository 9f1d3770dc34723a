import * as vscode from 'vscode';

/** The folder that VS Code has open: a copy of the digits example that is thrown away after the run. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('VS Code has no folder open.');
  return folder.uri;
}

/** The digits experiment, in the workspace. */
export function digitsExperiment(): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), 'digits.distill.json');
}

/** Writes a text file in the workspace, whose folders need not exist. */
export async function writeInWorkspace(path: string, text: string): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(workspaceFolder(), path);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}

/** Closes every editor without saving. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
