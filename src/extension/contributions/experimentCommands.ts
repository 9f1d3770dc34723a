import type { CommandContribution } from './types';
import * as place from './when';

/** What is done with experiment files and with a run under way. */
export const experimentCommands = {
  newExperiment: {
    title: 'New Experiment…',
    icon: 'new-file',
    palette: 'always',
    menus: [place.onExperimentsTitle('navigation@1')],
  },
  runExperiment: {
    title: 'Run Experiment',
    icon: 'play',
    enablement: place.TRUSTED,
    palette: place.whileExperiments,
    menus: [
      place.onExperiment('inline@1'),
      place.onExperiment('1_run@1'),
      place.inEditorRun('navigation@1'),
      place.inFileExplorer('2_distillery@1'),
    ],
    keybindings: [{ key: 'ctrl+shift+enter', mac: 'cmd+shift+enter', when: place.IN_EXPERIMENT_EDITOR }],
  },
  runWithOverrides: {
    title: 'Run with Overrides…',
    icon: 'settings',
    enablement: place.TRUSTED,
    palette: place.whileExperiments,
    menus: [
      place.onExperiment('1_run@2'),
      place.inEditorRun('navigation@2'),
      place.inFileExplorer('2_distillery@2'),
    ],
  },
  trainTeacher: {
    title: 'Train Teacher Only',
    icon: 'mortar-board',
    enablement: place.TRUSTED,
    palette: place.whileExperiments,
    menus: [place.onExperiment('1_run@3'), place.inEditorRun('navigation@3')],
  },
  runBaseline: {
    title: 'Run Baseline Only',
    icon: 'git-compare',
    enablement: place.TRUSTED,
    palette: place.whileExperiments,
    menus: [place.onExperiment('1_run@4'), place.inEditorRun('navigation@4')],
  },
  previewSoftTargets: {
    title: 'Preview Soft Targets…',
    icon: 'graph',
    palette: 'always',
    menus: [place.onExperiment('2_look@1'), place.inEditorTitle('navigation@1')],
  },
  pause: {
    title: 'Pause',
    icon: 'debug-pause',
    enablement: place.TRUSTED,
    palette: place.whileAny('running'),
    menus: [place.onRun('inline@1', 'running'), place.onRun('1_control@1', 'running')],
  },
  continue: {
    title: 'Continue',
    icon: 'debug-continue',
    enablement: place.TRUSTED,
    palette: place.whileAny('paused'),
    menus: [place.onRun('inline@1', 'paused'), place.onRun('1_control@1', 'paused')],
  },
  stop: {
    title: 'Stop',
    icon: 'debug-stop',
    enablement: place.TRUSTED,
    palette: place.whileAny('live'),
    menus: [place.onRun('inline@2', 'live'), place.onRun('1_control@2', 'live')],
  },
  resume: {
    title: 'Resume from Checkpoint',
    icon: 'debug-restart',
    enablement: place.TRUSTED,
    palette: place.whileAny('resumable'),
    menus: [place.onRun('inline@1', 'resumable'), place.onRun('1_control@1', 'resumable')],
  },
  rerun: {
    title: 'Rerun with the Same Settings',
    icon: 'debug-rerun',
    enablement: place.TRUSTED,
    palette: place.whileAny('runs'),
    menus: [place.onRun('1_control@3', '', place.SINGLE)],
  },
  cancelQueuedRun: {
    title: 'Cancel Queued Run',
    shortTitle: 'Cancel',
    icon: 'close',
    palette: place.whileAny('queued'),
    menus: [place.onQueued('inline@3', 'any'), place.onQueued('1_queue@3', 'any')],
  },
  moveQueuedRunUp: {
    title: 'Move Queued Run Up',
    shortTitle: 'Move Up',
    icon: 'arrow-up',
    palette: place.whileAny('queued'),
    menus: [place.onQueued('inline@1', 'queued'), place.onQueued('1_queue@1', 'queued')],
  },
  moveQueuedRunDown: {
    title: 'Move Queued Run Down',
    shortTitle: 'Move Down',
    icon: 'arrow-down',
    palette: place.whileAny('queued'),
    menus: [place.onQueued('inline@2', 'queued'), place.onQueued('1_queue@2', 'queued')],
  },
} as const satisfies Readonly<Record<string, CommandContribution>>;
