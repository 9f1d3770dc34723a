import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import { soon } from '../base/soon';
import { descriptionOf, labelOf } from '../explorer/row';
import type { RunProcesses } from '../processes';
import type { RunStore } from '../records';
import { statusText } from './statusText';

/** One item that tells what runs, how far it is, and opens it; hidden while nothing does. */
export class StatusBar implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly item = this.disposables.add(
    vscode.window.createStatusBarItem('distillery.status', vscode.StatusBarAlignment.Left, 20),
  );

  constructor(
    private readonly runs: RunStore,
    private readonly processes: RunProcesses,
  ) {
    this.item.name = 'Distillery';
    const update = (): void => {
      this.update();
    };
    this.disposables.add(runs.onDidChange(update));
    this.disposables.add(processes.onDidChange(update));
    this.disposables.add(soon(update));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update(): void {
    const live = this.runs.live();
    const queued = this.processes.queue().filter(({ state }) => state === 'queued').length;
    const text = statusText(live, queued);
    if (text === undefined) {
      this.item.hide();
      return;
    }
    this.item.text = text;
    this.item.tooltip = live
      .map((run) => `${labelOf(run)}: ${descriptionOf(run, vscode.env.language)}`)
      .join('\n');
    this.setCommand(live);
    this.item.accessibilityInformation = { label: `Distillery: ${text.replace(/\$\([^)]*\)\s*/g, '')}` };
    this.item.show();
  }

  /** Only when it is another: VS Code drops the arguments of the one before, and with it a click of that moment. */
  private setCommand(live: ReturnType<RunStore['live']>): void {
    const command = commandFor(live);
    if (JSON.stringify(command) !== JSON.stringify(this.item.command)) this.item.command = command;
  }
}

/** A single run opens at once; of several, the view lets one choose. */
function commandFor(live: ReturnType<RunStore['live']>): vscode.Command {
  const [first, second] = live;
  return first !== undefined && second === undefined
    ? {
        command: 'distillery.openDashboard',
        title: vscode.l10n.t('Open Dashboard'),
        arguments: [{ run: first.folder.path }],
      }
    : { command: 'distillery.runs.focus', title: vscode.l10n.t('Show Runs') };
}
