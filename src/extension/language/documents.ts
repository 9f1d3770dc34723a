import type * as vscode from 'vscode';

/** The documents that are experiment files. */
export const EXPERIMENT_DOCUMENTS: vscode.DocumentSelector = { pattern: '**/*.distill.json' };

export function isExperiment(document: vscode.TextDocument): boolean {
  return document.fileName.endsWith('.distill.json');
}
