import path from 'node:path';
import * as vscode from 'vscode';
import type { PanelSubject } from '../../protocol/dashboard';
import { DisposableStore } from '../base/disposables';
import { shownName } from '../base/shownText';
import { labelOf } from '../explorer/row';
import type { RunEntry, RunStore } from '../records';
import { DashboardPanel } from './dashboardPanel';
import { parseSavedSubject } from './messages';

const VIEW_TYPES = {
  run: 'distillery.dashboard',
  compare: 'distillery.compare',
  preview: 'distillery.preview',
} as const satisfies Record<PanelSubject['kind'], string>;

/** What to preview: a temperature, the teacher of an experiment, or both. */
export interface PreviewOptions {
  readonly temperature?: number;
  readonly experiment?: vscode.Uri;
}

/** All dashboard panels of this window: at most one for each subject. They come back after a reload. */
export class Dashboards implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly panels = new Map<string, DashboardPanel>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly runs: RunStore,
  ) {
    this.disposables.add(
      runs.onDidChange(() => {
        for (const panel of this.panels.values()) panel.refresh();
      }),
    );
    for (const viewType of Object.values(VIEW_TYPES)) {
      this.disposables.add(
        vscode.window.registerWebviewPanelSerializer(viewType, {
          deserializeWebviewPanel: (panel, state) => {
            this.revive(panel, state);
            return Promise.resolve();
          },
        }),
      );
    }
  }

  /** Shows the dashboard of a run. */
  open(entry: RunEntry): void {
    this.show({ kind: 'run', folder: entry.folder.path }, labelOf(entry));
  }

  /** Shows runs beside each other. */
  compare(entries: readonly RunEntry[]): void {
    const folders = entries.map(({ folder }) => folder.path);
    this.show({ kind: 'compare', folders }, titleOf({ kind: 'compare', folders }));
  }

  /** Shows what a temperature does to logits. */
  preview({ temperature, experiment }: PreviewOptions): void {
    const subject: PanelSubject = {
      kind: 'preview',
      ...(temperature !== undefined && { temperature }),
      ...(experiment && { experiment: experiment.fsPath }),
    };
    this.show(subject, titleOf(subject));
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.panel.dispose();
    this.disposables.dispose();
  }

  private show(subject: PanelSubject, title: string): void {
    const shown = this.panels.get(keyOf(subject));
    if (shown) {
      shown.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      VIEW_TYPES[subject.kind],
      shownName(title),
      vscode.ViewColumn.Active,
    );
    this.adopt(panel, subject);
  }

  private revive(panel: vscode.WebviewPanel, state: unknown): void {
    const subject = parseSavedSubject(state);
    if (subject && !this.panels.has(keyOf(subject))) this.adopt(panel, subject);
    else panel.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, subject: PanelSubject): void {
    const key = keyOf(subject);
    const { extensionUri } = this.context;
    this.panels.set(
      key,
      new DashboardPanel(panel, subject, {
        extensionUri,
        openRun: (folder) => {
          this.show({ kind: 'run', folder }, this.titleOfFolder(folder));
        },
        onDispose: () => {
          this.panels.delete(key);
        },
      }),
    );
  }

  private titleOfFolder(folder: string): string {
    const entry = this.runs.find(folder);
    return entry ? labelOf(entry) : path.basename(folder);
  }
}

function keyOf(subject: PanelSubject): string {
  return JSON.stringify(subject);
}

function titleOf(subject: Exclude<PanelSubject, { kind: 'run' }>): string {
  return subject.kind === 'preview'
    ? vscode.l10n.t('Soft targets')
    : vscode.l10n.t('Compare {0} runs', subject.folders.length);
}
