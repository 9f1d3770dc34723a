import * as vscode from 'vscode';
import { soon } from '../base/soon';
import { presenceKey, type Presence } from '../contributions';
import type { Services } from '../services';
import { conditionNames, fulfilledBySome } from './conditions';

/** Keeps the context keys by which the palette offers only what there is something for. */
export function trackPresence(
  services: Pick<Services, 'runs' | 'experiments' | 'processes'>,
): vscode.Disposable {
  const { runs, experiments, processes } = services;
  const known = new Map<Presence, boolean>();
  const set = (presence: Presence, value: boolean): void => {
    if (known.get(presence) === value) return;
    known.set(presence, value);
    void vscode.commands.executeCommand('setContext', presenceKey(presence), value);
  };
  const ofRuns = (): void => {
    const entries = runs.entries();
    const fulfilled = fulfilledBySome(entries);
    for (const condition of conditionNames) set(condition, fulfilled.has(condition));
    set('several', entries.length > 1);
  };
  const ofExperiments = (): void => {
    set('experiments', experiments.entries().length > 0);
  };
  const ofQueue = (): void => {
    set(
      'queued',
      processes.queue().some(({ state }) => state === 'queued'),
    );
  };
  const all = (): void => {
    ofRuns();
    ofExperiments();
    ofQueue();
    void experiments.ready;
  };
  return vscode.Disposable.from(
    soon(all),
    runs.onDidChange(ofRuns),
    experiments.onDidChange(ofExperiments),
    processes.onDidChange(ofQueue),
  );
}
