import { presenceKey } from './types';

export const VIEW_CONTAINER = 'distillery';

export interface ViewContribution {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  /** Its share of the height at first. */
  readonly size: number;
}

export const views: readonly ViewContribution[] = [
  { id: 'distillery.experiments', name: 'Experiments', icon: 'media/activity.svg', size: 1 },
  { id: 'distillery.runs', name: 'Runs', icon: 'media/activity.svg', size: 3 },
];

/** What a view says while it is empty. */
export interface WelcomeContribution {
  readonly key: string;
  readonly view: string;
  readonly when?: string;
  /** Lines that are nothing but a link are buttons. */
  readonly contents: string;
}

const hasExperiments = presenceKey('experiments');

export const welcomes: readonly WelcomeContribution[] = [
  {
    key: 'noFolder',
    view: 'distillery.experiments',
    when: 'workspaceFolderCount == 0',
    contents:
      'Experiments and the records of their runs live in a folder.\n[Open Folder](command:workbench.action.files.openFolder)\n[New Experiment…](command:distillery.newExperiment)',
  },
  {
    key: 'noExperiments',
    view: 'distillery.experiments',
    when: 'workspaceFolderCount != 0',
    contents:
      'An experiment file (*.distill.json) names the data, a large network and a small one, and how the one learns from the other.\n[New Experiment…](command:distillery.newExperiment)\nNew to distillation? [Open the walkthrough](command:distillery.openWalkthrough).',
  },
  {
    key: 'filtered',
    view: 'distillery.runs',
    when: 'distillery.runsFiltered',
    contents: 'No run has all the words of the filter.\n[Clear Filter](command:distillery.clearRunFilter)',
  },
  {
    key: 'untrusted',
    view: 'distillery.runs',
    when: `!isWorkspaceTrusted && !distillery.runsFiltered`,
    contents:
      'No runs yet. In Restricted Mode records can be read, but nothing runs.\n[Manage Workspace Trust](command:workbench.trust.manage)',
  },
  {
    key: 'noRuns',
    view: 'distillery.runs',
    when: `isWorkspaceTrusted && !distillery.runsFiltered && ${hasExperiments}`,
    contents:
      'No runs yet. A run trains the teacher, hands its knowledge down to the student, and reports whether that helped.\n[Run Experiment](command:distillery.runExperiment)',
  },
  {
    key: 'noRunsNoExperiments',
    view: 'distillery.runs',
    when: `isWorkspaceTrusted && !distillery.runsFiltered && !${hasExperiments}`,
    contents: 'The runs of your experiments appear here: live while they train, and ever after.',
  },
];
