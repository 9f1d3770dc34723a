import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Dashboards } from './dashboard';
import { ExperimentStore, Explorer } from './explorer';
import { registerLanguage } from './language';
import { RunProcesses } from './processes';
import { RunStore } from './records';
import type { Services } from './services';
import { Notifications, StatusBar } from './status';
import { registerTasks } from './tasks';

let processes: RunProcesses | undefined;

/** Called once, when an experiment file is opened or found, a view is shown, or a command is used. */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  processes = services.processes;
  context.subscriptions.push(
    registerCommands(services),
    registerLanguage(services),
    registerTasks(services),
    new StatusBar(services.runs, services.processes),
    new Notifications(services.runs, services.processes, services.log),
  );
}

/** Called when the window closes or reloads; the editor waits for the promise, a few seconds at most. */
export async function deactivate(): Promise<void> {
  await processes?.close();
}

function createServices(context: vscode.ExtensionContext): Services {
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Distillery', { log: true }));
  const runs = own(new RunStore(log));
  const experiments = own(new ExperimentStore(log));
  const processes = own(new RunProcesses(context, log));
  // A run that resumes here is seen at once also where the file system tells of no changes.
  own(
    processes.onDidChange(() => {
      for (const { folder } of processes.queue()) if (folder) runs.touch(folder);
    }),
  );
  const explorer = own(new Explorer(context.workspaceState, experiments, runs, processes));
  const dashboards = own(new Dashboards(context, runs));
  return { context, log, runs, experiments, processes, explorer, dashboards };
}
