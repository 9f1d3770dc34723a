import * as vscode from 'vscode';
import { shownName, withoutIcons, withoutLinks } from '../base/shownText';
import { labelOf } from '../explorer/row';
import { titleOf, type RunEntry } from '../records';
import type { Services } from '../services';
import type { Condition } from './conditions';
import type { Handler, Handlers } from './handlers';
import type { Subjects } from './subjects';
import { chooseTags } from './tags';

type NotingCommand = 'renameRun' | 'tagRun' | 'starRun' | 'unstarRun' | 'archiveRun' | 'unarchiveRun';
type Mark = { readonly starred: boolean } | { readonly archived: boolean };

const LONGEST_NAME = 200;

/** What people note about runs. */
export function notingCommands({ runs }: Services, subjects: Subjects): Handlers<NotingCommand> {
  const marking =
    (mark: Mark, condition: Condition, title: string): Handler =>
    async (argument, selected) => {
      const entries = await subjects.runsOf(argument, selected, condition, title);
      for (const entry of entries) runs.annotate(entry, mark);
    };
  return {
    async renameRun(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t('Rename which run?'));
      const name = entry && (await askName(entry));
      if (entry !== undefined && name !== undefined) runs.annotate(entry, { name: name.trim() });
    },
    async tagRun(argument, selected) {
      const entries = await subjects.runsOf(argument, selected, 'runs', vscode.l10n.t('Tag which runs?'));
      if (entries.length === 0) return;
      const changes = await chooseTags(entries, runs.entries());
      for (const { entry, tags } of changes) runs.annotate(entry, { tags });
    },
    starRun: marking({ starred: true }, 'runs', vscode.l10n.t('Star which runs?')),
    unstarRun: marking({ starred: false }, 'starred', vscode.l10n.t('Remove the star of which runs?')),
    archiveRun: marking({ archived: true }, 'ended', vscode.l10n.t('Archive which runs?')),
    unarchiveRun: marking(
      { archived: false },
      'archived',
      vscode.l10n.t('Take which runs out of the archive?'),
    ),
  };
}

/** An empty answer gives the run its experiment's name back. */
function askName(entry: RunEntry): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', labelOf(entry)),
    value: titleOf(entry),
    prompt: vscode.l10n.t(
      "Empty: the experiment's name, {0}",
      withoutLinks(withoutIcons(shownName(entry.summary.name))),
    ),
    validateInput: (value) =>
      value.length > LONGEST_NAME
        ? vscode.l10n.t('At most {0} characters, please.', LONGEST_NAME)
        : undefined,
  });
}
