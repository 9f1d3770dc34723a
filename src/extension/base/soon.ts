import * as vscode from 'vscode';

/** Does something once the window no longer waits for the extension to be activated. */
export function soon(work: () => void): vscode.Disposable {
  const immediate = setImmediate(work);
  return new vscode.Disposable(() => {
    clearImmediate(immediate);
  });
}

/** As {@link soon}, piece by piece while `work` returns true; whatever else is to be done gets its turn between them. */
export function soonInPieces(work: () => boolean): vscode.Disposable {
  const next = (): NodeJS.Immediate =>
    setImmediate(() => {
      if (work()) immediate = next();
    });
  let immediate = next();
  return new vscode.Disposable(() => {
    clearImmediate(immediate);
  });
}
