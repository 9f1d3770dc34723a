import type * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import type { Services } from '../services';
import { Analysis } from './analysis';
import { Problems } from './problems';

/** What the editor knows of experiment files. */
export function registerLanguage(_services: Services): vscode.Disposable {
  const disposables = new DisposableStore();
  const analysis = new Analysis();
  disposables.add(new Problems(analysis));
  return disposables;
}
