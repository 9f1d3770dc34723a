import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunProcesses } from '../processes';
import type { RunEntry, RunStore } from '../records';
import { DisposableStore } from '../base/disposables';
import { shownName } from '../base/shownText';
import { arrange, type Arrangement, type RunGroup } from './arrangement';
import { detailsOf } from './details';
import {
  runRows,
  type DetailNode,
  type GroupNode,
  type Node,
  type OlderNode,
  type QueuedNode,
  type RunNode,
} from './nodes';
import { contextOf, descriptionOf, iconOf, labelOf } from './row';
import { tooltipOf } from './tooltip';

/** The rows of the run explorer. */
export class RunsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<Node[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private rows = new Map<string, RunNode[]>();
  private states = new Map<string, string>();

  constructor(
    private readonly store: RunStore,
    private readonly processes: RunProcesses,
    private arrangement: Arrangement,
  ) {
    this.disposables.add(
      store.onDidChange((change) => {
        if (change.kind === 'all') this.refresh();
        else this.refreshRuns(change.ids);
      }),
    );
    this.disposables.add(
      processes.onDidChange(() => {
        this.refresh();
      }),
    );
  }

  setArrangement(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.refresh();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        await this.store.firstRows;
        return [...this.queueRows(), ...this.topRows()];
      case 'queue':
        return this.queued();
      case 'group':
        return this.remember(runRows(node.group.entries, node));
      case 'older':
        return this.remember(runRows(node.entries, node));
      case 'run':
        return (await detailsOf(node.run.folder, this.store.outline(node.run))).map((detail): DetailNode => ({
          kind: 'detail',
          run: node.run,
          detail,
        }));
      case 'queued':
      case 'detail':
        return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'queue': {
        const item = new vscode.TreeItem(vscode.l10n.t('Queue'), vscode.TreeItemCollapsibleState.Expanded);
        item.id = 'queue';
        item.iconPath = new vscode.ThemeIcon('list-ordered');
        item.description = String(this.queued().length);
        return item;
      }
      case 'queued':
        return queuedItem(node);
      case 'group':
        return this.groupItem(node);
      case 'older': {
        const item = new vscode.TreeItem(
          vscode.l10n.t('{0} more runs', node.entries.length.toLocaleString()),
          vscode.TreeItemCollapsibleState.Collapsed,
        );
        item.iconPath = new vscode.ThemeIcon('ellipsis');
        return item;
      }
      case 'run':
        return this.runItem(node);
      case 'detail':
        return detailItem(node);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (node.kind !== 'run') return item;
    const entry = this.current(node);
    const tooltip = new vscode.MarkdownString(
      tooltipOf(entry, this.store.outline(entry), this.store.report(entry)),
      true,
    );
    item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private refresh(): void {
    this.rows = new Map();
    this.states = new Map();
    this.changed.fire(undefined);
  }

  /** A run that goes on in the same state keeps its place: only its own row is drawn anew. */
  private refreshRuns(ids: readonly string[]): void {
    const rows: RunNode[] = [];
    for (const id of ids) {
      const entry = this.store.find(id);
      const known = entry && this.rows.get(entry.folder.path);
      if (!known || this.states.get(entry.folder.path) !== placeOf(entry)) {
        this.refresh();
        return;
      }
      rows.push(...known);
    }
    if (rows.length > 0) this.changed.fire(rows);
  }

  private queued(): QueuedNode[] {
    return this.processes
      .queue()
      .filter(({ state }) => state !== 'running')
      .map((queued) => ({ kind: 'queued', queued }));
  }

  private queueRows(): Node[] {
    return this.queued().length === 0 ? [] : [{ kind: 'queue' }];
  }

  private topRows(): Node[] {
    const groups = arrange(this.store.entries(), this.arrangement);
    if (this.arrangement.group === 'none') {
      return this.remember(runRows(groups[0]?.entries ?? [], undefined));
    }
    return groups.map((group): GroupNode => ({ kind: 'group', group }));
  }

  private remember<Row extends Node>(rows: Row[]): Row[] {
    for (const row of rows) {
      if (row.kind !== 'run') continue;
      const key = row.run.folder.path;
      this.rows.set(key, [...(this.rows.get(key) ?? []), row]);
      this.states.set(key, placeOf(row.run));
    }
    return rows;
  }

  /** The entry as it is now; nodes outlive changes of what they show. */
  private current({ run }: RunNode): RunEntry {
    return this.store.find(run.folder.path) ?? run;
  }

  private groupItem({ group }: GroupNode): vscode.TreeItem {
    const item = new vscode.TreeItem(this.groupTitle(group), vscode.TreeItemCollapsibleState.Expanded);
    item.id = `${this.arrangement.group}:${group.key}`;
    item.description = group.entries.length.toLocaleString();
    return item;
  }

  private groupTitle({ key, entries }: RunGroup): string {
    switch (this.arrangement.group) {
      case 'experiment':
        return key === ''
          ? vscode.l10n.t('No experiment file')
          : shownName(entries[0]?.summary.name ?? path.basename(key));
      case 'tag':
        return key === '' ? vscode.l10n.t('No tag') : `#${shownName(key)}`;
      case 'status':
      case 'none':
        return key;
    }
  }

  private runItem(node: RunNode): vscode.TreeItem {
    const entry = this.current(node);
    const item = new vscode.TreeItem(labelOf(entry), vscode.TreeItemCollapsibleState.Collapsed);
    const description = descriptionOf(entry, vscode.env.language);
    const icon = iconOf(entry);
    item.id = `${groupKeyOf(node)}:${entry.folder.path}`;
    item.description = description;
    item.iconPath = new vscode.ThemeIcon(
      icon.id,
      icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
    );
    item.contextValue = contextOf(entry);
    item.accessibilityInformation = { label: `${labelOf(entry)}, ${entry.summary.status}, ${description}` };
    item.command = openSelected();
    return item;
  }
}

/** The command of each row; what it opens is in `openRow`. */
export const OPEN_SELECTED = '_distillery.openSelectedRow';

/**
 * VS Code drops the arguments of a row's command when the row is drawn anew, as live ones are twice a second, and the click of
 * that moment fails. A command without arguments is never lost.
 */
function openSelected(): vscode.Command {
  return { command: OPEN_SELECTED, title: vscode.l10n.t('Open') };
}

/** Opens what a row stands for: a dashboard or a file. */
export async function openRow(node: Node): Promise<void> {
  if (node.kind === 'run' || (node.kind === 'detail' && node.detail.kind === 'stage'))
    await vscode.commands.executeCommand('distillery.openDashboard', { run: node.run.folder.path });
  else if (node.kind === 'detail' && node.detail.kind !== 'stage')
    await vscode.commands.executeCommand('distillery.openArtefact', node.detail.file);
}

/** A run with several tags has several rows: each its own identity. */
function groupKeyOf({ parent }: RunNode | OlderNode): string {
  if (parent === undefined) return '';
  return parent.kind === 'group' ? parent.group.key : groupKeyOf(parent);
}

/** What decides where a run stands: while it stays the same, so does its place. */
function placeOf({ summary, annotations }: RunEntry): string {
  return JSON.stringify([summary.status, summary.name, summary.results, annotations]);
}

function queuedItem({ queued }: QueuedNode): vscode.TreeItem {
  const { request, state } = queued;
  const subject = request.kind === 'resume' ? request.folder.id : path.basename(request.experimentFile);
  const item = new vscode.TreeItem(shownName(subject));
  item.id = `queued:${queued.id}`;
  item.description = state === 'starting' ? vscode.l10n.t('starting…') : vscode.l10n.t('waits');
  item.iconPath = new vscode.ThemeIcon(state === 'starting' ? 'loading~spin' : 'clock');
  item.contextValue = `queued ${state}`;
  return item;
}

function detailItem({ detail }: DetailNode): vscode.TreeItem {
  const item = new vscode.TreeItem(detail.title);
  item.command = openSelected();
  switch (detail.kind) {
    case 'stage':
      item.description = detail.description;
      item.iconPath = new vscode.ThemeIcon(detail.icon);
      item.contextValue = 'stage';
      return item;
    case 'checkpoint':
      item.description = detail.description;
      item.iconPath = new vscode.ThemeIcon('save');
      break;
    case 'artefact':
      item.iconPath = new vscode.ThemeIcon(detail.icon);
      break;
  }
  item.contextValue = detail.kind;
  item.tooltip = detail.file;
  return item;
}
