import * as vscode from 'vscode';
import { messageOf } from '../../common/errors';
import { DisposableStore } from '../base/disposables';
import type { Services } from '../services';

/** What the editor knows of experiment files. It is loaded once the window no longer waits for the extension. */
export function registerLanguage(services: Services): vscode.Disposable {
  const disposables = new DisposableStore();
  import('./register').then(
    (language) => disposables.add(language.registerLanguage(services)),
    (error: unknown) => {
      services.log.error(vscode.l10n.t('Experiment files cannot be edited with help: {0}', messageOf(error)));
    },
  );
  return vscode.Disposable.from(disposables);
}
