import type * as vscode from 'vscode';
import { readExperiment, type ExperimentResult } from '../../experiment';

interface Analyzed {
  readonly version: number;
  readonly result: ExperimentResult;
}

/** What the validator says of documents, asked once for each version of a text. */
export class Analysis {
  private readonly results = new WeakMap<vscode.TextDocument, Analyzed>();

  of(document: vscode.TextDocument): ExperimentResult {
    const known = this.results.get(document);
    if (known?.version === document.version) return known.result;
    const result = readExperiment(document.getText(), document.uri.fsPath);
    this.results.set(document, { version: document.version, result });
    return result;
  }

  /** Forgets what was said: a file that the text names may have come or gone. */
  forget(document: vscode.TextDocument): void {
    this.results.delete(document);
  }
}
