import * as vscode from 'vscode';
import type { Diagnostic } from '../../experiment';
import { visibleText } from '../../common/text';
import { DisposableStore } from '../base/disposables';
import type { Analysis } from './analysis';
import { isExperiment } from './documents';

const DELAY_MILLISECONDS = 100;

/** A problem as the editor shows it, with what the validator knows of it. */
export class ExperimentProblem extends vscode.Diagnostic {
  constructor(
    document: vscode.TextDocument,
    readonly diagnostic: Diagnostic,
  ) {
    const { message, mend, severity, range, related } = diagnostic;
    super(
      rangeIn(document, range),
      visibleText(mend === undefined ? message : `${message} ${mend}`),
      severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
    );
    this.source = 'Distillery';
    if (related !== undefined) {
      const place = new vscode.Location(document.uri, rangeIn(document, related));
      this.relatedInformation = [
        new vscode.DiagnosticRelatedInformation(place, vscode.l10n.t('The other one.')),
      ];
    }
  }
}

export function rangeIn(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Shows what is wrong with the experiment files that are open, a moment after each edit. */
export class Problems implements vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly collection = this.disposables.add(
    vscode.languages.createDiagnosticCollection('distillery'),
  );
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();

  constructor(private readonly analysis: Analysis) {
    const { workspace } = vscode;
    this.disposables.add(
      workspace.onDidOpenTextDocument((document) => {
        this.show(document);
      }),
    );
    this.disposables.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        this.showLater(document);
      }),
    );
    this.disposables.add(
      workspace.onDidCloseTextDocument((document) => {
        this.cancel(document);
        this.collection.delete(document.uri);
      }),
    );
    const others = this.disposables.add(workspace.createFileSystemWatcher('**/*', false, true, false));
    this.disposables.add(
      others.onDidCreate(() => {
        this.showAll();
      }),
    );
    this.disposables.add(
      others.onDidDelete(() => {
        this.showAll();
      }),
    );
    for (const document of workspace.textDocuments) this.show(document);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.disposables.dispose();
  }

  /** A file that an experiment names may have come or gone. */
  private showAll(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (!isExperiment(document)) continue;
      this.analysis.forget(document);
      this.showLater(document);
    }
  }

  private showLater(document: vscode.TextDocument): void {
    if (!isExperiment(document)) return;
    this.cancel(document);
    const show = (): void => {
      this.timers.delete(document);
      this.show(document);
    };
    this.timers.set(document, setTimeout(show, DELAY_MILLISECONDS));
  }

  private cancel(document: vscode.TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
  }

  private show(document: vscode.TextDocument): void {
    if (!isExperiment(document) || document.isClosed) return;
    const result = this.analysis.of(document);
    const found = result.ok ? result.warnings : result.diagnostics;
    this.collection.set(
      document.uri,
      found
        .filter(({ kind }) => kind !== 'syntax' || !hasJsonSupport(document))
        .map((diagnostic) => new ExperimentProblem(document, diagnostic)),
    );
  }
}

/** VS Code's own JSON support tells of broken syntax; nobody needs to read it twice. */
function hasJsonSupport({ languageId }: vscode.TextDocument): boolean {
  const isJson = languageId === 'jsonc' || languageId === 'json';
  return isJson && vscode.extensions.getExtension('vscode.json-language-features') !== undefined;
}
