import * as vscode from 'vscode';
import type { VerdictKind } from '../../protocol/report';
import { DisposableStore } from '../base/disposables';
import { shownSentence, withoutLinks } from '../base/shownText';
import { labelOf } from '../explorer/row';
import {
  describeFailure,
  type FailureAction,
  type QueuedRun,
  type RunEnd,
  type RunProcesses,
} from '../processes';
import type { RunEntry, RunStore } from '../records';

type Level = 'all' | 'errors' | 'none';

/** Tells how runs ended, each with its next step: those of this window, and those found again that an earlier one had started. */
export class Notifications implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private live = new Set<string>();
  /** Folders of the runs whose end the processes tell. */
  private readonly own = new Set<string>();
  /** Folders of own runs that are done, as soon as their summary says so, too. */
  private readonly awaited = new Set<string>();

  constructor(
    private readonly runs: RunStore,
    processes: RunProcesses,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.disposables.add(
      processes.onDidChange(() => {
        for (const { folder } of processes.queue()) if (folder) this.own.add(folder.path);
      }),
    );
    this.disposables.add(
      processes.onDidEnd(({ run, end }) => {
        this.tellEnd(run, end);
      }),
    );
    this.disposables.add(
      runs.onDidChange(() => {
        this.lookForEnds();
      }),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private tellEnd(run: QueuedRun, end: RunEnd): void {
    if (end.folder) this.own.add(end.folder.path);
    switch (end.kind) {
      case 'done':
        if (end.folder) this.awaited.add(end.folder.path);
        this.tellAwaited();
        return;
      case 'failed': {
        const { message, actions } = describeFailure(end.reason);
        this.log.error(`${requestName(run)}: ${message}`);
        void this.error(message, [...actions, ...(end.folder ? [resume(end.folder.path)] : [])]);
        return;
      }
      case 'stopped':
      case 'cancelled':
      case 'left':
        return;
    }
  }

  private tellAwaited(): void {
    for (const folder of this.awaited) {
      const entry = this.runs.find(folder);
      if (entry?.summary.status !== 'done') continue;
      this.awaited.delete(folder);
      this.tellDone(entry);
    }
  }

  /** A run that this window did not start is told of by the window that is looked at. */
  private lookForEnds(): void {
    this.tellAwaited();
    const ended = [...this.live].filter((folder) => this.runs.find(folder)?.summary.live === undefined);
    this.live = new Set(this.runs.live().map(({ folder }) => folder.path));
    if (!vscode.window.state.focused) return;
    for (const folder of ended) {
      const entry = this.runs.find(folder);
      if (entry && !this.own.has(folder)) this.tellFoundAgain(entry);
    }
  }

  private tellFoundAgain(entry: RunEntry): void {
    const { status, sentence } = entry.summary;
    switch (status) {
      case 'done':
        this.tellDone(entry);
        return;
      case 'failed':
      case 'crashed':
        void this.error(
          vscode.l10n.t('{0} {1}: {2}', labelOf(entry), status, shownSentence(sentence ?? '')),
          [
            {
              title: vscode.l10n.t('Show Log'),
              command: 'distillery.showLog',
              arguments: [{ run: entry.folder.path }],
            },
            resume(entry.folder.path),
          ],
        );
        return;
      case 'running':
      case 'paused':
      case 'stopped':
        return;
    }
  }

  private tellDone(entry: RunEntry): void {
    if (level() !== 'all') return;
    const { sentence, verdict } = entry.summary;
    const message = `${labelOf(entry)}: ${shownSentence(sentence ?? vscode.l10n.t('done'))}`;
    const run = { run: entry.folder.path };
    void choose(vscode.window.showInformationMessage, message, [
      { title: vscode.l10n.t('Open Dashboard'), command: 'distillery.openDashboard', arguments: [run] },
      ...nextStep(verdict, run),
    ]);
  }

  private async error(message: string, actions: readonly FailureAction[]): Promise<void> {
    if (level() === 'none') return;
    await choose(vscode.window.showErrorMessage, message, actions);
  }
}

function level(): Level {
  return vscode.workspace.getConfiguration('distillery').get<Level>('notifications', 'all');
}

/** Of a student that is better, one wants the network; of another, another try. */
function nextStep(verdict: VerdictKind | undefined, run: { readonly run: string }): FailureAction[] {
  return verdict === 'helped'
    ? [{ title: vscode.l10n.t('Export Student…'), command: 'distillery.exportStudent', arguments: [run] }]
    : verdict === undefined || verdict === 'not-compared'
      ? []
      : [
          {
            title: vscode.l10n.t('Run with Overrides…'),
            command: 'distillery.runWithOverrides',
            arguments: [run],
          },
        ];
}

function resume(folder: string): FailureAction {
  return { title: vscode.l10n.t('Resume'), command: 'distillery.resume', arguments: [{ run: folder }] };
}

function requestName({ request }: QueuedRun): string {
  return request.kind === 'resume' ? request.folder.id : request.experimentFile;
}

async function choose(
  show: (message: string, ...titles: string[]) => Thenable<string | undefined>,
  message: string,
  actions: readonly FailureAction[],
): Promise<void> {
  const title = await show(withoutLinks(message), ...actions.map((action) => action.title));
  const chosen = actions.find((action) => action.title === title);
  if (chosen) await vscode.commands.executeCommand(chosen.command, ...chosen.arguments);
}
