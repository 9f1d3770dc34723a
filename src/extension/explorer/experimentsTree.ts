import * as path from 'node:path';
import * as vscode from 'vscode';
import { counted, percent, points } from '../../common/format';
import { DisposableStore } from '../base/disposables';
import { shownName, shownSentence } from '../base/shownText';
import type { RunEntry, RunStore } from '../records';
import type { ExperimentEntry, ExperimentStore } from './experimentStore';

export interface ExperimentNode {
  readonly experiment: ExperimentEntry;
}

/** The rows of the experiments: problems and best result of each. */
export class ExperimentsTree implements vscode.TreeDataProvider<ExperimentNode>, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private runsByExperiment: ReadonlyMap<string, readonly RunEntry[]> | undefined;

  constructor(
    private readonly experiments: ExperimentStore,
    private readonly runs: RunStore,
  ) {
    const refresh = (): void => {
      this.runsByExperiment = undefined;
      this.changed.fire(undefined);
    };
    this.disposables.add(experiments.onDidChange(refresh));
    this.disposables.add(
      runs.onDidChange((change) => {
        if (change.kind === 'all' || change.ids.some((id) => this.isNews(id))) refresh();
      }),
    );
  }

  async getChildren(node?: ExperimentNode): Promise<ExperimentNode[]> {
    if (node) return [];
    await this.experiments.ready;
    return this.experiments.entries().map((experiment) => ({ experiment }));
  }

  getTreeItem({ experiment }: ExperimentNode): vscode.TreeItem {
    const { uri, name, valid, problems } = experiment;
    const runs = this.runsOf(uri);
    const best = bestOf(runs);
    const item = new vscode.TreeItem(shownName(name));
    item.id = uri.toString();
    item.resourceUri = uri;
    item.iconPath = new vscode.ThemeIcon('beaker');
    item.description = [
      ...folderOf(uri),
      ...(problems.length > 0 ? [counted(problems.length, 'problem')] : []),
      ...(best ? [resultOf(best)] : []),
    ].join(' · ');
    item.tooltip = tooltipOf(experiment, runs.length);
    item.contextValue = valid ? 'experiment' : 'experiment invalid';
    item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** A run that has ended, or was not known, may change a row; the progress of a live one does not. */
  private isNews(id: string): boolean {
    return this.runs.find(id)?.summary.live === undefined;
  }

  private runsOf(uri: vscode.Uri): readonly RunEntry[] {
    this.runsByExperiment ??= byExperiment(this.runs.entries());
    return this.runsByExperiment.get(uri.fsPath) ?? [];
  }
}

/** The folder as the workspace names it; nothing for the workspace's own. */
function folderOf(uri: vscode.Uri): string[] {
  const folder = path.dirname(vscode.workspace.asRelativePath(uri));
  return folder === '.' ? [] : [shownName(folder)];
}

function byExperiment(runs: readonly RunEntry[]): ReadonlyMap<string, readonly RunEntry[]> {
  const result = new Map<string, RunEntry[]>();
  for (const run of runs) {
    const file = run.summary.experimentFile ?? '';
    const group = result.get(file);
    if (group) group.push(run);
    else result.set(file, [run]);
  }
  return result;
}

/** The run whose student is the most accurate on the test set. */
function bestOf(runs: readonly RunEntry[]): RunEntry | undefined {
  const accuracy = ({ summary }: RunEntry): number => summary.results.studentAccuracy ?? -1;
  return runs.reduce<RunEntry | undefined>(
    (best, run) => (accuracy(run) > (best ? accuracy(best) : -1) ? run : best),
    undefined,
  );
}

function resultOf({ summary }: RunEntry): string {
  const { studentAccuracy, difference } = summary.results;
  const accuracy = vscode.l10n.t('best {0}', percent(studentAccuracy ?? 0));
  return difference === undefined ? accuracy : `${accuracy} (${points(difference)})`;
}

function tooltipOf({ uri, problems }: ExperimentEntry, runs: number): string {
  return [
    uri.fsPath,
    counted(runs, 'run'),
    ...problems
      .slice(0, 10)
      .map(({ position, message }) => `${position.line}:${position.column} ${shownSentence(message)}`),
  ].join('\n');
}
