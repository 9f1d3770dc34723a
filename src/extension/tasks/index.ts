import * as vscode from 'vscode';
import type { Services } from '../services';
import { ExperimentTasks, TASK_TYPE } from './experimentTasks';

/** Lets experiments be run by tasks.json, key bindings and "Run Task…". */
export function registerTasks({ experiments, processes }: Services): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, new ExperimentTasks(experiments, processes));
}
