import type * as vscode from 'vscode';
import { EXPERIMENT_FILES, isExperimentFile } from '../base/experimentFile';

/** The documents that are experiment files. */
export const EXPERIMENT_DOCUMENTS: vscode.DocumentSelector = { pattern: EXPERIMENT_FILES };

export function isExperiment(document: vscode.TextDocument): boolean {
  return isExperimentFile(document.fileName);
}
