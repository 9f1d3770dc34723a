import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import type { RunProcesses } from '../processes';
import type { RunEntry, RunStore } from '../records';
import { groupKeys, sortKeys, type Arrangement, type GroupKey, type SortKey } from './arrangement';
import type { ExperimentStore } from './experimentStore';
import { ExperimentsTree, type ExperimentNode } from './experimentsTree';
import type { Node } from './nodes';
import { OPEN_SELECTED, openRow, RunsTree } from './runsTree';

const ARRANGEMENT_KEY = 'distillery.runs.arrangement';

/** The two views of the side bar, and how the run explorer is arranged, which the workspace remembers. */
export class Explorer implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly tree: RunsTree;
  private current: Arrangement;
  readonly runsView: vscode.TreeView<Node>;
  readonly experimentsView: vscode.TreeView<ExperimentNode>;

  constructor(
    private readonly state: vscode.Memento,
    experiments: ExperimentStore,
    runs: RunStore,
    processes: RunProcesses,
  ) {
    this.current = { ...savedArrangement(state), archived: archivedSetting() };
    this.tree = this.disposables.add(new RunsTree(runs, processes, this.current));
    this.runsView = this.disposables.add(
      vscode.window.createTreeView('distillery.runs', {
        treeDataProvider: this.tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.experimentsView = this.disposables.add(
      vscode.window.createTreeView('distillery.experiments', {
        treeDataProvider: this.disposables.add(new ExperimentsTree(experiments, runs)),
        showCollapseAll: false,
      }),
    );
    this.disposables.add(
      vscode.commands.registerCommand(OPEN_SELECTED, async () => {
        const [node] = this.runsView.selection;
        if (node !== undefined) await openRow(node);
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('distillery.runs.showArchived')) {
          void this.arrange({ archived: archivedSetting() });
        }
      }),
    );
    this.describe();
  }

  get arrangement(): Arrangement {
    return this.current;
  }

  /** The runs whose rows are selected. */
  selection(): readonly RunEntry[] {
    return this.runsView.selection.flatMap((node) => (node.kind === 'run' ? [node.run] : []));
  }

  /** Shows only runs in which every word of the text occurs; an empty text shows all. */
  setFilter(filter: string): Promise<void> {
    return this.arrange({ filter: filter.trim() });
  }

  setSort(sort: SortKey): Promise<void> {
    return this.arrange({ sort });
  }

  setGroup(group: GroupKey): Promise<void> {
    return this.arrange({ group });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async arrange(change: Partial<Arrangement>): Promise<void> {
    this.current = { ...this.current, ...change };
    this.tree.setArrangement(this.current);
    this.describe();
    const { filter, group, sort } = this.current;
    await this.state.update(ARRANGEMENT_KEY, { filter, group, sort });
  }

  /** What the view hides is said at its top, where it can't be overlooked. */
  private describe(): void {
    const { filter } = this.current;
    this.runsView.message = filter === '' ? '' : vscode.l10n.t('Only runs with: {0}', filter);
    void vscode.commands.executeCommand('setContext', 'distillery.runsFiltered', filter !== '');
  }
}

function archivedSetting(): Arrangement['archived'] {
  const shown = vscode.workspace.getConfiguration('distillery').get<boolean>('runs.showArchived', false);
  return shown ? 'shown' : 'hidden';
}

function savedArrangement(state: vscode.Memento): Omit<Arrangement, 'archived'> {
  const saved = state.get<Partial<Record<keyof Arrangement, unknown>>>(ARRANGEMENT_KEY, {});
  return {
    filter: typeof saved.filter === 'string' ? saved.filter : '',
    group: groupKeys.find((key) => key === saved.group) ?? 'experiment',
    sort: sortKeys.find((key) => key === saved.sort) ?? 'newest',
  };
}
