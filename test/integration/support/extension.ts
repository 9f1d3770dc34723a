import * as vscode from 'vscode';

const ID = 'distillery.distillery';

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension<unknown>(ID);
  if (found === undefined) throw new Error(`VS Code does not know the extension ${ID}.`);
  return found;
}

/** The folder of the extension under test: the project itself. */
export function extensionFolder(): string {
  return extension().extensionPath;
}

/** Activates the extension, if it isn't active yet, and gives what it exports. */
export async function activateExtension(): Promise<unknown> {
  return extension().activate();
}
