import type * as vscode from 'vscode';
import type { Dashboards } from './dashboard';
import type { Explorer, ExperimentStore } from './explorer';
import type { RunProcesses } from './processes';
import type { RunStore } from './records';

/** What the parts of the extension share, made once when it is activated. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly runs: RunStore;
  readonly experiments: ExperimentStore;
  readonly explorer: Explorer;
  readonly processes: RunProcesses;
  readonly dashboards: Dashboards;
}
