import * as vscode from 'vscode';
import type { ExperimentStore } from '../explorer';
import type { RunProcesses, RunRequest } from '../processes';
import { readDefinition, type TaskDefinition } from './definition';
import { RunTerminal } from './runTerminal';

export const TASK_TYPE = 'distillery';

/** A task for every experiment file, and for what people have written in tasks.json. */
export class ExperimentTasks implements vscode.TaskProvider {
  constructor(
    private readonly experiments: ExperimentStore,
    private readonly processes: RunProcesses,
  ) {}

  /** Looks anew: the editor may not have noticed a file in a folder that has just been made. */
  async provideTasks(): Promise<vscode.Task[]> {
    await this.experiments.ready;
    await this.experiments.refresh();
    return this.experiments.entries().flatMap(({ uri }) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (folder === undefined) return [];
      const experiment = vscode.workspace.asRelativePath(uri, false);
      return [this.taskFor({ type: TASK_TYPE, experiment }, folder, experiment)];
    });
  }

  /** A task of tasks.json, which has a definition but does not know yet what to do. */
  resolveTask({ definition, scope, name }: vscode.Task): vscode.Task | undefined {
    const folder = folderOf(scope);
    if (folder === undefined || readDefinition(definition) === undefined) return undefined;
    return this.taskFor(definition, folder, name);
  }

  private taskFor(
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder,
    name: string,
  ): vscode.Task {
    const execution = new vscode.CustomExecution((resolved) => {
      const known = readDefinition(resolved) ?? readDefinition(definition);
      return Promise.resolve(new RunTerminal(this.processes, () => requestFor(known, folder)));
    });
    // The editor finds a task again by its definition, so that this must be the very one that it asked for.
    const task = new vscode.Task(definition, folder, name, 'Distillery', execution);
    task.detail = vscode.l10n.t('Runs the experiment; closing the terminal stops the run.');
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
    return task;
  }
}

function requestFor(definition: TaskDefinition | undefined, folder: vscode.WorkspaceFolder): RunRequest {
  const { experiment = '', action = 'run', overrides = [] } = definition ?? {};
  const experimentFile = vscode.Uri.joinPath(folder.uri, experiment).fsPath;
  return { kind: action, experimentFile, overrides, cache: 'use' };
}

function folderOf(scope: vscode.Task['scope']): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
}
