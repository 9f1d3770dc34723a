import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import type { Services } from '../services';
import { Analysis } from './analysis';
import { Lenses } from './codeLens';
import { EXPERIMENT_DOCUMENTS } from './documents';
import { PathCompletion, PathLinks } from './paths';
import { Problems } from './problems';
import { registerFilePicking } from './pickFile';
import { QuickFixes } from './quickFixes';

/**
 * What the editor knows of experiment files. Names and meanings of fields come from the schema that the manifest contributes;
 * this adds what a schema can't say.
 */
export function registerLanguage(services: Services): vscode.Disposable {
  const disposables = new DisposableStore();
  const { languages } = vscode;
  const analysis = new Analysis();
  disposables.add(new Problems(analysis));
  disposables.add(registerFilePicking());
  disposables.add(
    languages.registerCodeActionsProvider(EXPERIMENT_DOCUMENTS, new QuickFixes(), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
  );
  disposables.add(
    languages.registerCodeLensProvider(EXPERIMENT_DOCUMENTS, disposables.add(new Lenses(services, analysis))),
  );
  disposables.add(languages.registerDocumentLinkProvider(EXPERIMENT_DOCUMENTS, new PathLinks()));
  disposables.add(
    languages.registerCompletionItemProvider(
      EXPERIMENT_DOCUMENTS,
      new PathCompletion(),
      ...PathCompletion.triggers,
    ),
  );
  return vscode.Disposable.from(disposables);
}
