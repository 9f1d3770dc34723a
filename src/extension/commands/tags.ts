import * as vscode from 'vscode';
import { shownName, withoutIcons } from '../base/shownText';
import type { RunEntry } from '../records';
import { commonTags, knownTags, tagChanges, type TagChange } from './tagChanges';

interface TagItem extends vscode.QuickPickItem {
  readonly tag: string;
}

const LONGEST_TAG = 60;

/** Asks which tags runs shall have; what is typed and nobody has yet becomes a new one. */
export async function chooseTags(
  entries: readonly RunEntry[],
  all: readonly RunEntry[],
): Promise<readonly TagChange[]> {
  const before = commonTags(entries);
  const after = await pick(before, knownTags(all));
  return after === undefined ? [] : tagChanges(entries, before, after);
}

function pick(before: readonly string[], known: readonly string[]): Promise<readonly string[] | undefined> {
  const picker = vscode.window.createQuickPick<TagItem>();
  const existing = known.map((tag): TagItem => ({ label: withoutIcons(shownName(tag)), tag }));
  picker.title = vscode.l10n.t('Tags');
  picker.placeholder = vscode.l10n.t('Tick tags, or type a new one');
  picker.canSelectMany = true;
  picker.items = existing;
  picker.selectedItems = existing.filter(({ tag }) => before.includes(tag));
  const made: TagItem[] = [];
  picker.onDidChangeValue((value) => {
    const chosen = picker.selectedItems;
    const tag = value.trim().slice(0, LONGEST_TAG);
    for (const item of chosen) if (![...existing, ...made].includes(item)) made.push(item);
    const isNew = tag !== '' && ![...existing, ...made].some((item) => item.tag === tag);
    const offered: TagItem = {
      label: withoutIcons(shownName(tag)),
      description: vscode.l10n.t('new tag'),
      tag,
    };
    picker.items = [...(isNew ? [offered] : []), ...made, ...existing];
    picker.selectedItems = chosen;
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems.map(({ tag }) => tag));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
