import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../common/errors';
import type { Report } from '../../protocol/report';
import {
  annotate,
  type AnnotationChange,
  distilleryFolder,
  readReport,
  type RunFolder,
  type RunOutline,
  summarizeRun,
} from '../../runs';
import { DisposableStore } from '../base/disposables';
import { EXPERIMENT_FILES } from '../base/experimentFile';
import type { RunEntry } from './entry';
import { type Loading, RunList } from './runList';
import { expiredTrash, moveToTrash, type Undo } from './trash';
import { UnreadableFolders } from './unreadableFolders';

export type RunStoreChange =
  | { readonly kind: 'all' }
  /** These runs are not what they were; the list has the same runs as before. */
  | { readonly kind: 'runs'; readonly ids: readonly string[] };

const POLL_MILLISECONDS = 500;
/** For what neither the editor's watcher nor polling sees: a run that was resumed from elsewhere, say. */
const REFRESH_MILLISECONDS = 60_000;
const RUN_FILES = '**/.distillery/runs/*/{process,annotations,report}.json';

/** All runs of the workspace, and what becomes of them. They are looked for when somebody first asks. */
export class RunStore implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<RunStoreChange>());
  private readonly lists = new Map<string, RunList>();
  private sorted: readonly RunEntry[] | undefined;
  private polling = false;
  private readonly unreadable: UnreadableFolders;
  readonly onDidChange = this.changed.event;
  private looked: Loading | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.unreadable = new UnreadableFolders(log);
  }

  /** When some of the runs that were there at the start, the newest of each folder, can be listed. */
  get firstRows(): Promise<unknown> {
    return this.look().firstRows;
  }

  /** When all runs that were there at the start can be listed. */
  get ready(): Promise<unknown> {
    return this.look().known;
  }

  /** Newest first. */
  entries(): readonly RunEntry[] {
    this.look();
    this.sorted ??= this.merged();
    return this.sorted;
  }

  /** @param run its folder's path, or its id */
  find(run: string): RunEntry | undefined {
    this.look();
    const id = path.basename(run);
    for (const list of this.lists.values()) {
      const entry = list.find(id);
      if (entry && (run === id || entry.folder.path === path.resolve(run))) return entry;
    }
    return undefined;
  }

  /** Running and paused ones, newest first. */
  live(): readonly RunEntry[] {
    this.look();
    return [...this.lists.values()].flatMap((list) => list.live());
  }

  /** Read anew from the record, without series. */
  outline(entry: RunEntry): RunOutline {
    return summarizeRun(entry.folder);
  }

  report(entry: RunEntry): Report | undefined {
    return readReport(entry.folder);
  }

  /** @throws UserError when the record can't be written */
  annotate(entry: RunEntry, change: AnnotationChange): void {
    annotate(entry.folder, change);
    this.touch(entry.folder);
  }

  /** @throws UserError when one of them is live, or can't be moved */
  async moveToTrash(entries: readonly RunEntry[]): Promise<Undo> {
    const deletion = await moveToTrash(entries);
    await this.refresh();
    return {
      count: deletion.count,
      undo: async () => {
        await deletion.undo();
        await this.refresh();
      },
    };
  }

  /** Looks at the disk anew; resolves when all is seen. */
  async refresh(): Promise<void> {
    await Promise.all([...this.lists.values()].map((list) => list.refresh()));
  }

  /** Looks at one run again: something of it may have been written. */
  touch({ id, path: folder }: RunFolder): void {
    void this.lists.get(path.dirname(path.dirname(folder)))?.touch(id);
  }

  dispose(): void {
    for (const list of this.lists.values()) list.dispose();
    this.disposables.dispose();
  }

  private look(): Loading {
    this.looked ??= this.begin();
    return this.looked;
  }

  private begin(): Loading {
    this.watchRuns();
    this.watchExperiments();
    this.repeat(POLL_MILLISECONDS, () => this.poll());
    this.repeat(REFRESH_MILLISECONDS, () => this.refresh());
    const found = this.findFolders();
    const all = (step: keyof Loading): Promise<unknown> =>
      found.then((added) => Promise.all(added.map((loading) => loading[step])));
    return { firstRows: all('firstRows'), known: all('known') };
  }

  private watchRuns(): void {
    const watcher = this.disposables.add(vscode.workspace.createFileSystemWatcher(RUN_FILES));
    const touch = ({ fsPath }: vscode.Uri): void => {
      const folder = path.dirname(fsPath);
      const distillery = path.dirname(path.dirname(folder));
      const list = this.lists.get(distillery);
      if (list) void list.touch(path.basename(folder));
      else this.watch([path.join(path.dirname(distillery), 'any')]);
    };
    this.disposables.add(watcher.onDidCreate(touch));
    this.disposables.add(watcher.onDidChange(touch));
  }

  private watchExperiments(): void {
    const watcher = this.disposables.add(
      vscode.workspace.createFileSystemWatcher(EXPERIMENT_FILES, false, true, true),
    );
    this.disposables.add(watcher.onDidCreate(({ fsPath }) => void this.watch([fsPath])));
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.findFolders()));
  }

  private repeat(milliseconds: number, work: () => Promise<void>): void {
    const timer = setInterval(() => void work(), milliseconds);
    this.disposables.add({
      dispose: () => {
        clearInterval(timer);
      },
    });
  }

  /** Beside experiment files, and in the folders that the window shows, where runs stay when their experiment has gone. */
  private async findFolders(): Promise<readonly Loading[]> {
    const experiments = await vscode.workspace.findFiles(EXPERIMENT_FILES, '**/{node_modules,.git}/**');
    const roots = vscode.workspace.workspaceFolders ?? [];
    const added = this.watch([
      ...experiments.map(({ fsPath }) => fsPath),
      ...roots.map(({ uri }) => path.join(uri.fsPath, 'any')),
    ]);
    for (const distillery of this.lists.keys()) void this.emptyTrash(distillery);
    return added;
  }

  /** Has the runs beside these experiment files listed, too. */
  private watch(experimentFiles: readonly string[]): readonly Loading[] {
    const folders = [...new Set(experimentFiles.map(distilleryFolder))];
    return folders.filter((folder) => !this.lists.has(folder)).map((folder) => this.add(folder).load());
  }

  private add(distillery: string): RunList {
    const list = new RunList(distillery, {
      onReplaced: () => {
        this.fire({ kind: 'all' });
      },
      onChanged: (entries) => {
        this.fire({ kind: 'runs', ids: entries.map(({ summary }) => summary.id) });
      },
      onUnreadable: (problem) => {
        this.unreadable.tell(distillery, problem);
      },
      onProblem: (problem) => {
        this.log.warn(`${distillery}: ${messageOf(problem)}`);
      },
    });
    this.lists.set(distillery, list);
    return list;
  }

  private fire(change: RunStoreChange): void {
    this.sorted = undefined;
    this.changed.fire(change);
  }

  private merged(): readonly RunEntry[] {
    const all = [...this.lists.values()].flatMap((list) => list.entries());
    return this.lists.size === 1 ? all : all.sort((a, b) => (a.summary.id < b.summary.id ? 1 : -1));
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      for (const list of [...this.lists.values()]) await list.poll();
    } finally {
      this.polling = false;
    }
  }

  private async emptyTrash(distillery: string): Promise<void> {
    for (const folder of await expiredTrash(distillery)) {
      const uri = vscode.Uri.file(folder);
      try {
        await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
      } catch {
        await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, (problem: unknown) => {
          this.log.warn(`${folder}: ${messageOf(problem)}`);
        });
      }
    }
  }
}
