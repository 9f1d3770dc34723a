import * as vscode from 'vscode';

/** Does something once the window no longer waits for the extension to be activated. */
export function soon(work: () => void): vscode.Disposable {
  const immediate = setImmediate(work);
  return new vscode.Disposable(() => {
    clearImmediate(immediate);
  });
}
