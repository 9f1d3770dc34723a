import { access } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { RunEntry } from '../records';
import type { Services } from '../services';
import { fileOf, numberOf, textOf } from './argument';
import { choose } from './choosing';
import { experimentFileOf } from './frozen';
import type { Handlers } from './handlers';
import { reveal } from './reveal';
import { activeExperiment, type Subjects } from './subjects';
import { summaryMarkdown } from './summaryMarkdown';

type LookingCommand =
  | 'openDashboard'
  | 'compareRuns'
  | 'previewSoftTargets'
  | 'showLog'
  | 'revealRunFolder'
  | 'openExperiment'
  | 'copySummary'
  | 'openArtefact';

/** What opens a run, or a part of it. */
export function lookingCommands(services: Services, subjects: Subjects): Handlers<LookingCommand> {
  const { dashboards, explorer } = services;
  return {
    async openDashboard(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t('Open which run?'));
      if (entry !== undefined) dashboards.open(entry);
    },
    async compareRuns(argument, selected) {
      const rows = explorer.selection();
      const isFromPalette = argument === undefined && rows.length > 1;
      const entries = isFromPalette
        ? rows
        : await subjects.runsOf(argument, selected, 'runs', vscode.l10n.t('Compare which runs?'));
      if (entries.length === 1) {
        throw new UserError(
          vscode.l10n.t('One run alone has nothing to be compared with.'),
          vscode.l10n.t('Choose two or more.'),
        );
      }
      if (entries.length > 1) dashboards.compare(entries);
    },
    previewSoftTargets(argument, selected) {
      const file = fileOf(argument) ?? activeExperiment();
      const temperature = numberOf(argument, 'temperature') ?? numberOf(selected, 'temperature');
      dashboards.preview({
        ...(file !== undefined && { experiment: vscode.Uri.file(file) }),
        ...(temperature !== undefined && { temperature }),
      });
    },
    async showLog(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t("Show which run's log?"));
      if (entry !== undefined) await showLog(entry);
    },
    async revealRunFolder(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t("Reveal which run's folder?"));
      if (entry !== undefined) await reveal(vscode.Uri.file(entry.folder.path));
    },
    async openExperiment(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t("Open which run's experiment?"));
      if (entry !== undefined) await openExperiment(entry);
    },
    async copySummary(argument, selected) {
      const title = vscode.l10n.t("Copy which runs' summaries?");
      const entries = await subjects.runsOf(argument, selected, 'runs', title);
      if (entries.length === 0) return;
      const summaries = await Promise.all(entries.map(summaryMarkdown));
      await vscode.env.clipboard.writeText(summaries.join('\n\n'));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as Markdown'), 3000);
    },
    async openArtefact(argument) {
      const file = typeof argument === 'string' ? argument : (fileOf(argument) ?? textOf(argument, 'file'));
      if (file !== undefined) {
        await openFile(file);
        return;
      }
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t('Open a file of which run?'));
      const chosen = entry && (await chooseFile(entry));
      if (chosen !== undefined) await openFile(chosen);
    },
  };
}

async function showLog({ folder }: RunEntry): Promise<void> {
  if (!(await exists(folder.log))) {
    throw new UserError(vscode.l10n.t('{0} has no log: it did not get as far as writing one.', folder.id));
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(folder.log));
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
}

async function openExperiment(entry: RunEntry): Promise<void> {
  const file = await experimentFileOf(entry);
  if (file === undefined && !(await exists(entry.folder.experiment))) {
    throw new UserError(vscode.l10n.t('The record of {0} does not say what was run.', entry.folder.id));
  }
  await vscode.window.showTextDocument(vscode.Uri.file(file ?? entry.folder.experiment));
  if (file === undefined) {
    const message = vscode.l10n.t('The experiment file is gone; this is what the run has kept of it.');
    void vscode.window.showInformationMessage(message);
  }
}

const BINARY = /\.(safetensors|bin)$/;

/** Shows what an editor can show, Markdown as a page; the rest, where it lies. */
async function openFile(file: string): Promise<void> {
  if (!(await exists(file))) {
    throw new UserError(vscode.l10n.t('{0} is no longer there.', file));
  }
  const uri = vscode.Uri.file(file);
  if (BINARY.test(file)) await reveal(uri);
  else if (file.endsWith('.md')) await vscode.commands.executeCommand('markdown.showPreview', uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}

async function chooseFile({ folder }: RunEntry): Promise<string | undefined> {
  const files = [
    folder.reportMarkdown,
    folder.log,
    folder.experiment,
    folder.environment,
    folder.data,
    folder.events,
  ];
  const present = await Promise.all(files.map(exists));
  const choices = files
    .filter((_, index) => present[index])
    .map((file) => ({ label: path.basename(file), value: file }));
  if (choices.length === 0) throw new UserError(vscode.l10n.t('{0} has no files yet.', folder.id));
  return choose(choices, vscode.l10n.t('Open which file?'));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
