import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { visibleText } from '../../common/text';
import { shownSentence, withoutIcons, withoutLinks } from '../base/shownText';
import { labelOf } from '../explorer/row';
import type { RunEntry } from '../records';
import type { Services } from '../services';
import { textOf } from './argument';
import { choose } from './choosing';
import { freeFolder } from './freeFolder';
import type { Handlers } from './handlers';
import { fileNameFor } from './newFile';
import { reveal } from './reveal';
import type { Subjects } from './subjects';

/** Copies a trained student to where it is used. */
export function exportingCommands(
  { processes, runs }: Services,
  subjects: Subjects,
): Handlers<'exportStudent'> {
  const chooseSeed = (entry: RunEntry): Promise<string | undefined> => {
    const students = runs.outline(entry).stages.filter(({ stage }) => stage.startsWith('student-'));
    const choices = students.map(({ stage, summary }) => ({
      label: vscode.l10n.t('Seed {0}', seedOf(stage)),
      description: withoutIcons(shownSentence(summary ?? '')),
      value: seedOf(stage),
    }));
    return choose(choices, vscode.l10n.t('Export the student of which seed?'), 'take');
  };
  return {
    async exportStudent(argument) {
      const entry = await subjects.run(argument, 'hasStudent', vscode.l10n.t("Export which run's student?"));
      if (entry === undefined) return;
      const seed = textOf(argument, 'seed') ?? (await chooseSeed(entry));
      const target =
        seed === undefined ? undefined : (textOf(argument, 'target') ?? (await chooseTarget(entry)));
      if (seed === undefined || target === undefined) return;
      const words = ['export', entry.folder.path, target, '--seed', seed];
      const { exitCode, stderr } = await processes.runTool(words);
      if (exitCode !== 0) throw new UserError(visibleText(stderr.trim()));
      void tellExported(entry, target);
    },
  };
}

function seedOf(stage: string): string {
  return stage.slice(stage.indexOf('-') + 1);
}

/** A folder of its own in the one that the person chooses. */
async function chooseTarget(entry: RunEntry): Promise<string | undefined> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Export Student'),
      openLabel: vscode.l10n.t('Export Here'),
      canSelectFolders: true,
      canSelectFiles: false,
      defaultUri: vscode.Uri.file(path.dirname(entry.distillery)),
    })) ?? [];
  return parent && freeFolder(parent.fsPath, `${fileNameFor(labelOf(entry))}-student`);
}

async function tellExported(entry: RunEntry, target: string): Promise<void> {
  const read = vscode.l10n.t('How to Use It');
  const show = vscode.l10n.t('Reveal');
  const message = vscode.l10n.t('The student of {0} is in {1}.', labelOf(entry), target);
  const chosen = await vscode.window.showInformationMessage(withoutLinks(message), read, show);
  if (chosen === show) await reveal(vscode.Uri.file(target));
  if (chosen === read) {
    const readme = vscode.Uri.file(path.join(target, 'README.md'));
    await vscode.commands.executeCommand('markdown.showPreview', readme);
  }
}
