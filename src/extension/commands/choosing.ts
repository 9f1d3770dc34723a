import * as path from 'node:path';
import * as vscode from 'vscode';
import { shownName, shownSentence, withoutIcons } from '../base/shownText';
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
    label: `$(${iconOf(entry).id}) ${withoutIcons(labelOf(entry))}`,
    description: withoutIcons(descriptionOf(entry, vscode.env.language)),
    ...(sentence !== undefined && { detail: withoutIcons(shownSentence(sentence)) }),
    value: entry,
  };
}

export function experimentChoice(entry: ExperimentEntry): Choice<string> {
  return {
    label: `$(beaker) ${withoutIcons(shownName(entry.name))}`,
    description: withoutIcons(shownName(vscode.workspace.asRelativePath(entry.uri))),
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
        : withoutIcons(shownName(path.basename(request.experimentFile))),
    description:
      request.kind === 'resume'
        ? ''
        : withoutIcons(shownSentence([request.kind, ...request.overrides].join(' · '))),
    value: queued,
  };
}
