import * as path from 'node:path';
import * as vscode from 'vscode';
import { visibleText } from '../../common/text';
import type { ExperimentEntry } from '../explorer';
import { descriptionOf, iconOf, labelOf } from '../explorer/row';
import type { QueuedRun } from '../processes';
import type { RunEntry } from '../records';

/** A row of a quick pick, with what it stands for. */
export interface Choice<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/** Asks for one of several; a single one is taken without asking where `single` says so. */
export async function choose<Value>(
  choices: readonly Choice<Value>[],
  title: string,
  single: 'ask' | 'take' = 'ask',
): Promise<Value | undefined> {
  const [first, second] = choices;
  if (single === 'take' && first !== undefined && second === undefined) return first.value;
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.value;
}

export async function chooseMany<Value>(
  choices: readonly Choice<Value>[],
  title: string,
): Promise<readonly Value[]> {
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ value }) => value) ?? [];
}

/** A run as the run explorer shows it, with what came out below. */
export function runChoice(entry: RunEntry): Choice<RunEntry> {
  const { sentence } = entry.summary;
  return {
    label: `$(${iconOf(entry).id}) ${escapeIcons(labelOf(entry))}`,
    description: escapeIcons(descriptionOf(entry, vscode.env.language)),
    ...(sentence !== undefined && { detail: escapeIcons(visibleText(sentence)) }),
    value: entry,
  };
}

export function experimentChoice(entry: ExperimentEntry): Choice<string> {
  return {
    label: `$(beaker) ${escapeIcons(visibleText(entry.name))}`,
    description: vscode.workspace.asRelativePath(entry.uri),
    ...(entry.valid ? {} : { detail: `$(warning) ${vscode.l10n.t('It has problems, and would not run.')}` }),
    value: entry.uri.fsPath,
  };
}

export function queuedChoice(queued: QueuedRun): Choice<QueuedRun> {
  const { request } = queued;
  return {
    label:
      request.kind === 'resume'
        ? vscode.l10n.t('Resume {0}', request.folder.id)
        : escapeIcons(path.basename(request.experimentFile)),
    description:
      request.kind === 'resume' ? '' : escapeIcons([request.kind, ...request.overrides].join(' · ')),
    value: queued,
  };
}

/** `$(name)` in somebody's text stays text; quick picks would draw an icon. */
export function escapeIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
