import * as vscode from 'vscode';
import { visibleText } from '../../common/text';
import { editsFor, fixAll, titleOfFix } from './fixes';
import { ExperimentProblem, rangeIn } from './problems';

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('distillery');

/** Mends of the problems in an experiment file, one by one and all at once. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, FIX_ALL];

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const wanted = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
    return [
      ...(wanted(vscode.CodeActionKind.QuickFix)
        ? diagnostics.flatMap((problem) => quickFix(document, problem) ?? [])
        : []),
      ...(only?.contains(FIX_ALL) === true ? fixEverything(document) : []),
    ];
  }
}

function quickFix(document: vscode.TextDocument, shown: vscode.Diagnostic): vscode.CodeAction | undefined {
  const problem = problemOf(shown);
  const title = problem && titleOfFix(problem.diagnostic);
  if (problem === undefined || title === undefined) return undefined;
  const { diagnostic } = problem;
  const action = new vscode.CodeAction(visibleText(title), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [shown];
  action.isPreferred = diagnostic.fix?.kind === 'replace';
  action.edit = new vscode.WorkspaceEdit();
  if (diagnostic.fix?.kind === 'create-file') {
    action.edit.createFile(vscode.Uri.file(diagnostic.fix.file), { ignoreIfExists: true });
    return action;
  }
  for (const edit of editsFor(document.getText(), diagnostic)) {
    action.edit.replace(document.uri, rangeIn(document, edit), edit.content);
  }
  return action;
}

/** The editor hands back the very objects that were shown, unless they came from another source. */
function problemOf(shown: vscode.Diagnostic): ExperimentProblem | undefined {
  return shown instanceof ExperimentProblem ? shown : undefined;
}

function fixEverything(document: vscode.TextDocument): vscode.CodeAction[] {
  const text = document.getText();
  const fixed = fixAll(text, document.uri.fsPath);
  if (fixed === text) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Mend all that is clear'), FIX_ALL);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, rangeIn(document, { offset: 0, length: text.length }), fixed);
  return [action];
}
