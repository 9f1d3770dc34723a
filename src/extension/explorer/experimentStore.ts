import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Diagnostic } from '../../experiment';
import { DisposableStore } from '../base/disposables';
import { EXPERIMENT_FILES, EXPERIMENT_SUFFIX, isExperimentFile } from '../base/experimentFile';

/** An experiment file of the workspace. */
export interface ExperimentEntry {
  readonly uri: vscode.Uri;
  /** The experiment's name; the file's where it has none that can be read. */
  readonly name: string;
  readonly problems: readonly Diagnostic[];
  readonly valid: boolean;
}

/**
 * Every experiment file of every workspace folder, read when it appears or changes, on disk or in an editor. They are looked for
 * when somebody first waits for them.
 */
export class ExperimentStore implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  private readonly experiments = new Map<string, ExperimentEntry>();
  readonly onDidChange = this.changed.event;
  private looked: Promise<void> | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** When the files that were there at the start have been read. */
  get ready(): Promise<void> {
    this.looked ??= this.begin();
    return this.looked;
  }

  /** In the order of their paths. */
  entries(): readonly ExperimentEntry[] {
    return [...this.experiments.values()].sort((a, b) => a.uri.path.localeCompare(b.uri.path));
  }

  find(uri: vscode.Uri): ExperimentEntry | undefined {
    return this.experiments.get(uri.toString());
  }

  /** Looks for experiment files anew. */
  async refresh(): Promise<void> {
    const uris = await vscode.workspace.findFiles(EXPERIMENT_FILES, '**/{node_modules,.distillery,.git}/**');
    const found = new Set(uris.map(String));
    for (const key of this.experiments.keys()) if (!found.has(key)) this.experiments.delete(key);
    for (const uri of uris) await this.load(uri);
    this.changed.fire();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private begin(): Promise<void> {
    const watcher = this.disposables.add(vscode.workspace.createFileSystemWatcher(EXPERIMENT_FILES));
    const read = (uri: vscode.Uri): void => {
      void this.read(uri);
    };
    this.disposables.add(watcher.onDidCreate(read));
    this.disposables.add(watcher.onDidChange(read));
    this.disposables.add(
      watcher.onDidDelete((uri) => {
        if (this.experiments.delete(uri.toString())) this.changed.fire();
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (isExperimentFile(uri.path) && vscode.workspace.getWorkspaceFolder(uri)) read(uri);
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        void this.refresh();
      }),
    );
    return this.refresh();
  }

  private async read(uri: vscode.Uri): Promise<void> {
    if (/\/(node_modules|\.distillery|\.git)\//.test(uri.path)) return;
    await this.load(uri);
    this.changed.fire();
  }

  private async load(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      this.experiments.set(uri.toString(), await entryOf(uri, text));
    } catch (error) {
      this.experiments.delete(uri.toString());
      this.log.warn(`${uri.fsPath} could not be read: ${String(error)}`);
    }
  }
}

async function entryOf(uri: vscode.Uri, text: string): Promise<ExperimentEntry> {
  const { readExperiment } = await import('../../experiment');
  const result = readExperiment(text, uri.fsPath);
  const fileName = posix.basename(uri.path, EXPERIMENT_SUFFIX);
  return result.ok
    ? { uri, name: result.experiment.name, problems: result.warnings, valid: true }
    : { uri, name: fileName, problems: result.diagnostics, valid: false };
}
