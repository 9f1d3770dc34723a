import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { isExperimentFile } from '../base/experimentFile';
import type { QueuedRun } from '../processes';
import type { RunEntry } from '../records';
import { labelOf } from '../explorer/row';
import type { Services } from '../services';
import { fileOf, isAboutSelection, queuedIdOf, runFolderOf, runFoldersOf } from './argument';
import { choose, chooseMany, experimentChoice, queuedChoice, runChoice } from './choosing';
import { fulfils, type Condition } from './conditions';
import { experimentFileOf } from './frozen';

/**
 * Finds out what a command is about: what it was given, else what the person chooses. Undefined, or empty, when they
 * chose nothing.
 */
export class Subjects {
  constructor(private readonly services: Pick<Services, 'runs' | 'experiments' | 'explorer' | 'processes'>) {}

  /** @throws UserError when the run given, or every run, is not what the command needs */
  async run(argument: unknown, condition: Condition, title: string): Promise<RunEntry | undefined> {
    const [given] = await this.given(argument, undefined);
    if (given !== undefined) return this.checked(given, condition);
    return choose((await this.fitting(condition)).map(runChoice), title, 'take');
  }

  /** @throws UserError when a run given, or every run, is not what the command needs */
  async runsOf(
    argument: unknown,
    selected: unknown,
    condition: Condition,
    title: string,
  ): Promise<readonly RunEntry[]> {
    const given = await this.given(argument, selected);
    if (given.length > 0) return given.map((entry) => this.checked(entry, condition));
    const fitting = await this.fitting(condition);
    return fitting.length === 1 ? fitting : chooseMany(fitting.map(runChoice), title);
  }

  /** The path of an experiment file: given, of the run given, in the active editor, or chosen. */
  async experiment(argument: unknown, title: string): Promise<string | undefined> {
    const file = fileOf(argument) ?? (await this.experimentOfRun(argument)) ?? activeExperiment();
    if (file !== undefined) return file;
    await this.services.experiments.ready;
    const entries = this.services.experiments.entries();
    if (entries.length === 0) {
      throw new UserError(
        vscode.l10n.t('There is no experiment file in this workspace.'),
        vscode.l10n.t('New Experiment… makes one.'),
      );
    }
    return choose(entries.map(experimentChoice), title, 'take');
  }

  async queued(
    argument: unknown,
    title: string,
    states: readonly QueuedRun['state'][],
  ): Promise<QueuedRun | undefined> {
    const queue = this.services.processes.queue().filter(({ state }) => states.includes(state));
    const id = queuedIdOf(argument);
    if (id !== undefined) return queue.find((queued) => queued.id === id);
    if (queue.length === 0) throw new UserError(vscode.l10n.t('No run waits in the queue.'));
    return choose(queue.map(queuedChoice), title);
  }

  private async experimentOfRun(argument: unknown): Promise<string | undefined> {
    const folder = runFolderOf(argument);
    return folder === undefined ? undefined : experimentFileOf(await this.find(folder));
  }

  private async given(argument: unknown, selected: unknown): Promise<readonly RunEntry[]> {
    if (isAboutSelection(argument)) return this.services.explorer.selection();
    return Promise.all(runFoldersOf(argument, selected).map((folder) => this.find(folder)));
  }

  private async find(folder: string): Promise<RunEntry> {
    const { runs } = this.services;
    await runs.ready;
    const entry = runs.find(folder);
    if (entry !== undefined) return entry;
    await runs.refresh();
    const found = runs.find(folder);
    if (found === undefined) {
      throw new UserError(vscode.l10n.t('The run {0} is no longer there.', folder));
    }
    return found;
  }

  private async fitting(condition: Condition): Promise<readonly RunEntry[]> {
    await this.services.runs.ready;
    const fitting = this.services.runs.entries().filter((entry) => fulfils(entry, condition));
    if (fitting.length === 0) throw new UserError(noneText(condition));
    return fitting;
  }

  /** To take a note away that is no longer there is no mistake. */
  private checked(entry: RunEntry, condition: Condition): RunEntry {
    const isNote = condition === 'starred' || condition === 'archived';
    if (!isNote && !fulfils(entry, condition))
      throw new UserError(`${labelOf(entry)}: ${unfitText(condition)}`);
    return entry;
  }
}

/** The experiment file in the active editor. */
export function activeExperiment(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.scheme === 'file' && isExperimentFile(document.fileName)
    ? document.fileName
    : undefined;
}

function noneText(condition: Condition): string {
  switch (condition) {
    case 'runs':
      return vscode.l10n.t('There are no runs yet.');
    case 'running':
      return vscode.l10n.t('No run is running.');
    case 'paused':
      return vscode.l10n.t('No run is paused.');
    case 'live':
      return vscode.l10n.t('No run is under way.');
    case 'ended':
      return vscode.l10n.t('No run has ended yet.');
    case 'resumable':
      return vscode.l10n.t('No run can be resumed: none was stopped, or none has a checkpoint.');
    case 'hasStudent':
      return vscode.l10n.t('No run has a trained student.');
    case 'starred':
      return vscode.l10n.t('No run has a star.');
    case 'archived':
      return vscode.l10n.t('No run is archived.');
  }
}

function unfitText(condition: Condition): string {
  switch (condition) {
    case 'runs':
      return vscode.l10n.t('there is no such run');
    case 'running':
      return vscode.l10n.t('it is not running');
    case 'paused':
      return vscode.l10n.t('it is not paused');
    case 'live':
      return vscode.l10n.t('it is not under way');
    case 'ended':
      return vscode.l10n.t('it is still under way; stop it first');
    case 'resumable':
      return vscode.l10n.t('it cannot be resumed: it has ended, or it has no checkpoint');
    case 'hasStudent':
      return vscode.l10n.t('it has no trained student');
    case 'starred':
      return vscode.l10n.t('it has no star');
    case 'archived':
      return vscode.l10n.t('it is not archived');
  }
}
