import * as vscode from 'vscode';
import type { Explorer, GroupKey, SortKey } from '../explorer';
import { groupKeys, sortKeys } from '../explorer';
import type { Services } from '../services';
import { choose, type Choice } from './choosing';
import type { Handlers } from './handlers';

type ArrangingCommand = 'filterRuns' | 'clearRunFilter' | 'sortRuns' | 'groupRuns' | 'refreshRuns';

/** How the run explorer shows its runs. */
export function arrangingCommands({ explorer, runs, experiments }: Services): Handlers<ArrangingCommand> {
  return {
    filterRuns: () => askFilter(explorer),
    clearRunFilter: () => explorer.setFilter(''),
    async sortRuns() {
      const choices = sortKeys.map((key) => choice(key, sortTitle(key), explorer.arrangement.sort));
      const key = await choose(choices, vscode.l10n.t('Sort runs by'));
      if (key !== undefined) await explorer.setSort(key);
    },
    async groupRuns() {
      const choices = groupKeys.map((key) => choice(key, groupTitle(key), explorer.arrangement.group));
      const key = await choose(choices, vscode.l10n.t('Group runs by'));
      if (key !== undefined) await explorer.setGroup(key);
    },
    refreshRuns: () => Promise.all([experiments.refresh(), runs.refresh()]),
  };
}

function choice<Key>(key: Key, label: string, current: Key): Choice<Key> {
  return { label, value: key, ...(key === current && { description: vscode.l10n.t('now') }) };
}

/** The view follows while one types; Escape brings the old filter back. */
function askFilter(explorer: Explorer): Promise<void> {
  const before = explorer.arrangement.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter Runs');
  input.value = before;
  input.placeholder = vscode.l10n.t('Words that all occur: a name, #tag, status, method, T=4, starred');
  input.prompt = vscode.l10n.t('Enter keeps the filter, Escape brings the old one back.');
  let wanted = before;
  input.onDidChangeValue((value) => {
    void explorer.setFilter(value);
  });
  return new Promise((resolve) => {
    input.onDidAccept(() => {
      wanted = input.value;
      input.hide();
    });
    input.onDidHide(() => {
      input.dispose();
      resolve(explorer.setFilter(wanted));
    });
    input.show();
  });
}

function sortTitle(key: SortKey): string {
  switch (key) {
    case 'newest':
      return vscode.l10n.t('Newest first');
    case 'oldest':
      return vscode.l10n.t('Oldest first');
    case 'name':
      return vscode.l10n.t('Name');
    case 'studentAccuracy':
      return vscode.l10n.t("Student's accuracy");
    case 'difference':
      return vscode.l10n.t('Difference to the baseline');
    case 'teacherAccuracy':
      return vscode.l10n.t("Teacher's accuracy");
    case 'compression':
      return vscode.l10n.t('Compression');
    case 'speedUp':
      return vscode.l10n.t('Speed-up');
    case 'studentBytes':
      return vscode.l10n.t("Student's size");
    case 'studentLatency':
      return vscode.l10n.t("Student's latency");
  }
}

function groupTitle(key: GroupKey): string {
  switch (key) {
    case 'experiment':
      return vscode.l10n.t('Experiment');
    case 'status':
      return vscode.l10n.t('Status');
    case 'tag':
      return vscode.l10n.t('Tag');
    case 'none':
      return vscode.l10n.t('Nothing');
  }
}
