import * as vscode from 'vscode';
import type { RunRequest } from '../processes';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import { chooseOverrides } from './overrides/picker';
import { rerunRequest } from './rerun';
import type { Subjects } from './subjects';

type RunningCommand =
  | 'runExperiment'
  | 'runWithOverrides'
  | 'trainTeacher'
  | 'runBaseline'
  | 'pause'
  | 'continue'
  | 'stop'
  | 'resume'
  | 'rerun'
  | 'cancelQueuedRun'
  | 'moveQueuedRunUp'
  | 'moveQueuedRunDown';

type FreshRequest = Extract<RunRequest, { readonly experimentFile: string }>;

/** What starts runs and steers them. */
export function runningCommands(services: Services, subjects: Subjects): Handlers<RunningCommand> {
  const { processes } = services;

  const start = async (
    argument: unknown,
    kind: FreshRequest['kind'],
    title: string,
    overridesFor: (file: string) => Promise<readonly string[] | undefined>,
  ): Promise<void> => {
    const experimentFile = await subjects.experiment(argument, title);
    if (experimentFile === undefined) return;
    await saveEdits(experimentFile);
    const overrides = await overridesFor(experimentFile);
    if (overrides === undefined) return;
    processes.start({ kind, experimentFile, overrides, cache: 'use' });
  };
  const none = (): Promise<readonly string[]> => Promise.resolve([]);
  const move = async (argument: unknown, direction: 'up' | 'down', title: string): Promise<void> => {
    const queued = await subjects.queued(argument, title, ['queued']);
    if (queued !== undefined) processes.move(queued, direction);
  };

  return {
    runExperiment: (argument) => start(argument, 'run', vscode.l10n.t('Run which experiment?'), none),
    trainTeacher: (argument) =>
      start(argument, 'teacher', vscode.l10n.t("Train which experiment's teacher?"), none),
    runBaseline: (argument) =>
      start(argument, 'baseline', vscode.l10n.t("Run which experiment's baseline?"), none),
    runWithOverrides: (argument) =>
      start(argument, 'run', vscode.l10n.t('Run which experiment?'), (file) =>
        chooseOverrides(file, services.context.workspaceState),
      ),
    async pause(argument) {
      const entry = await subjects.run(argument, 'running', vscode.l10n.t('Pause which run?'));
      if (entry !== undefined) await processes.control(entry.folder, 'pause');
    },
    async continue(argument) {
      const entry = await subjects.run(argument, 'paused', vscode.l10n.t('Continue which run?'));
      if (entry !== undefined) await processes.control(entry.folder, 'continue');
    },
    async stop(argument, selected) {
      const entries = await subjects.runsOf(argument, selected, 'live', vscode.l10n.t('Stop which runs?'));
      await Promise.all(entries.map(({ folder }) => processes.stop(folder)));
    },
    async resume(argument) {
      const entry = await subjects.run(argument, 'resumable', vscode.l10n.t('Resume which run?'));
      if (entry !== undefined) processes.start({ kind: 'resume', folder: entry.folder });
    },
    async rerun(argument) {
      const entry = await subjects.run(argument, 'runs', vscode.l10n.t('Rerun which run?'));
      const request = entry && (await rerunRequest(entry));
      if (request !== undefined) processes.start(request);
    },
    async cancelQueuedRun(argument) {
      const queued = await subjects.queued(argument, vscode.l10n.t('Cancel which run?'), [
        'queued',
        'starting',
      ]);
      if (queued !== undefined) processes.cancel(queued);
    },
    moveQueuedRunUp: (argument) => move(argument, 'up', vscode.l10n.t('Move which run up?')),
    moveQueuedRunDown: (argument) => move(argument, 'down', vscode.l10n.t('Move which run down?')),
  };
}

/** What is run is what the editor shows. */
async function saveEdits(file: string): Promise<void> {
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'file' && uri.fsPath === file,
  );
  if (document?.isDirty) await document.save();
}
