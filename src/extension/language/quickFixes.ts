import path from 'node:path';
import * as vscode from 'vscode';
import type { Diagnostic } from '../../experiment';
import { shownName } from '../base/shownText';
import { editsFor, fixAll, type TextEdit } from './fixes';
import { pickFileCommand } from './pickFile';
import { ExperimentProblem, rangeIn } from './problems';
import { enoughSeedsAt } from './seeds';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;
const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('distillery');

/** Mends of the problems in an experiment file, one by one and all at once. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [QuickFix, RefactorRewrite, FIX_ALL];

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const wanted = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
    return [
      ...(wanted(QuickFix) ? diagnostics.flatMap((problem) => quickFixes(document, problem)) : []),
      ...(wanted(RefactorRewrite) ? useThreeSeeds(document, range) : []),
      ...(only?.contains(FIX_ALL) === true ? fixEverything(document) : []),
    ];
  }
}

/** The editor hands back the very objects that were shown, unless they came from another source. */
function quickFixes(document: vscode.TextDocument, shown: vscode.Diagnostic): vscode.CodeAction[] {
  if (!(shown instanceof ExperimentProblem)) return [];
  const { diagnostic } = shown;
  const title = titleOf(diagnostic);
  const edits = editsFor(document.getText(), diagnostic);
  const isFileMissing = diagnostic.fix?.kind === 'create-file';
  if (title === undefined || (edits.length === 0 && !isFileMissing)) return [];
  const action = actionOf(title, QuickFix, document, edits);
  action.diagnostics = [shown];
  action.isPreferred = diagnostic.fix?.kind === 'replace';
  if (diagnostic.fix?.kind !== 'create-file') return [action];
  action.edit?.createFile(vscode.Uri.file(diagnostic.fix.file), { ignoreIfExists: true });
  const pick = new vscode.CodeAction(vscode.l10n.t('Pick a file…'), QuickFix);
  pick.diagnostics = [shown];
  pick.command = pickFileCommand(pick.title, document.uri, shown.range);
  return [pick, action];
}

function titleOf({ fix, value, path: place }: Diagnostic): string | undefined {
  switch (fix?.kind) {
    case 'replace':
      return vscode.l10n.t('Change to {0}', fix.text);
    case 'add':
      return vscode.l10n.t('Add {0}', JSON.stringify(fix.path.at(-1)));
    case 'remove': {
      const name = place.at(-1);
      return vscode.l10n.t('Remove {0}', JSON.stringify(typeof name === 'string' ? name : value));
    }
    case 'create-file':
      return vscode.l10n.t('Create an empty {0}', path.basename(fix.file));
    case undefined:
      return undefined;
  }
}

function useThreeSeeds(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const edit = enoughSeedsAt(document.getText(), document.offsetAt(range.start));
  if (edit === undefined) return [];
  return [actionOf(vscode.l10n.t('Use three seeds: {0}', edit.content), RefactorRewrite, document, [edit])];
}

function fixEverything(document: vscode.TextDocument): vscode.CodeAction[] {
  const text = document.getText();
  const content = fixAll(text, document.uri.fsPath);
  if (content === text) return [];
  const whole: TextEdit = { offset: 0, length: text.length, content };
  return [actionOf(vscode.l10n.t('Mend all that is clear'), FIX_ALL, document, [whole])];
}

function actionOf(
  title: string,
  kind: vscode.CodeActionKind,
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(shownName(title), kind);
  action.edit = new vscode.WorkspaceEdit();
  for (const edit of edits) action.edit.replace(document.uri, rangeIn(document, edit), edit.content);
  return action;
}
