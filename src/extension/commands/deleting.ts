import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { withoutLinks } from '../base/shownText';
import { presenceKey } from '../contributions';
import { labelOf } from '../explorer/row';
import type { RunEntry, Undo } from '../records';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import type { Subjects } from './subjects';

const NAMES_SHOWN = 10;

/** Deletes runs after asking, and takes it back as long as this window is open. */
export function deletingCommands(
  { runs }: Services,
  subjects: Subjects,
): Handlers<'deleteRun' | 'undoDelete'> {
  const undos: Undo[] = [];
  const keep = async (change: () => void): Promise<void> => {
    change();
    await vscode.commands.executeCommand('setContext', presenceKey('deleted'), undos.length > 0);
  };
  const takeBack = async (undo: Undo): Promise<void> => {
    await keep(() => {
      const index = undos.indexOf(undo);
      if (index >= 0) undos.splice(index, 1);
    });
    await undo.undo();
  };
  return {
    async deleteRun(argument, selected) {
      const entries = await subjects.runsOf(argument, selected, 'ended', vscode.l10n.t('Delete which runs?'));
      if (entries.length === 0 || !(await isMeant(entries))) return;
      const undo = await runs.moveToTrash(entries);
      await keep(() => undos.push(undo));
      void offerUndo(entries).then((wanted) => {
        if (wanted) void vscode.commands.executeCommand('distillery.undoDelete', { undo });
      });
    },
    async undoDelete(argument) {
      const wanted = (argument as { readonly undo?: Undo } | undefined)?.undo;
      const undo = wanted === undefined ? undos.at(-1) : undos.find((known) => known === wanted);
      if (undo === undefined) throw new UserError(vscode.l10n.t('There is no deletion to take back.'));
      await takeBack(undo);
    },
  };
}

async function isMeant(entries: readonly RunEntry[]): Promise<boolean> {
  const [first] = entries;
  const remove = vscode.l10n.t('Delete');
  const message =
    entries.length === 1 && first !== undefined
      ? vscode.l10n.t('Delete the run {0}?', labelOf(first))
      : vscode.l10n.t('Delete {0} runs?', entries.length);
  const names = entries.slice(0, NAMES_SHOWN).map((entry) => `${labelOf(entry)} (${entry.folder.id})`);
  const more = entries.length - NAMES_SHOWN;
  const detail = [
    ...names,
    ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : []),
    '',
    vscode.l10n.t('Records, checkpoints and networks are deleted. You can undo this.'),
  ].join('\n');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, remove)) === remove;
}

async function offerUndo(entries: readonly RunEntry[]): Promise<boolean> {
  const [first] = entries;
  const undo = vscode.l10n.t('Undo');
  const message =
    entries.length === 1 && first !== undefined
      ? vscode.l10n.t('Deleted the run {0}.', labelOf(first))
      : vscode.l10n.t('Deleted {0} runs.', entries.length);
  return (await vscode.window.showInformationMessage(withoutLinks(message), undo)) === undo;
}
