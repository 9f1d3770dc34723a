import type { CommandContribution } from './types';
import * as place from './when';

/** What is done with the records of runs. */
export const runCommands = {
  openDashboard: {
    title: 'Open Dashboard',
    icon: 'dashboard',
    palette: place.whileAny('runs'),
    menus: [place.onRun('2_look@1', '', place.SINGLE)],
  },
  compareRuns: {
    title: 'Compare Selected Runs',
    icon: 'split-horizontal',
    palette: place.whileAny('several'),
    menus: [place.onRun('2_look@2', '', place.SEVERAL)],
  },
  showLog: {
    title: 'Show Log',
    icon: 'output',
    palette: place.whileAny('runs'),
    menus: [place.onRun('2_look@3', '', place.SINGLE)],
  },
  openExperiment: {
    title: "Open Run's Experiment",
    icon: 'go-to-file',
    palette: place.whileAny('runs'),
    menus: [place.onRun('2_look@4', '', place.SINGLE)],
  },
  revealRunFolder: {
    title: 'Reveal Run Folder',
    icon: 'folder-opened',
    palette: place.whileAny('runs'),
    menus: [place.onRun('2_look@5', '', place.SINGLE)],
  },
  exportStudent: {
    title: 'Export Student…',
    icon: 'export',
    enablement: place.TRUSTED,
    palette: place.whileAny('hasStudent'),
    menus: [place.onRun('3_take@1', 'hasStudent', place.SINGLE)],
  },
  copySummary: {
    title: 'Copy Summary as Markdown',
    icon: 'copy',
    palette: place.whileAny('runs'),
    menus: [place.onRun('3_take@2')],
    keybindings: [{ key: 'ctrl+c', mac: 'cmd+c', when: place.RUNS_FOCUSED, args: place.ON_SELECTION }],
  },
  renameRun: {
    title: 'Rename Run…',
    shortTitle: 'Rename…',
    icon: 'edit',
    palette: place.whileAny('runs'),
    menus: [place.onRun('4_note@1', '', place.SINGLE)],
    keybindings: [{ key: 'f2', mac: 'enter', when: place.RUNS_FOCUSED, args: place.ON_SELECTION }],
  },
  tagRun: {
    title: 'Tag Run…',
    shortTitle: 'Tag…',
    icon: 'tag',
    palette: place.whileAny('runs'),
    menus: [place.onRun('4_note@2')],
  },
  starRun: {
    title: 'Star Run',
    shortTitle: 'Star',
    icon: 'star-empty',
    palette: place.whileAny('runs'),
    menus: [place.onRun('4_note@3', '!starred')],
  },
  unstarRun: {
    title: 'Remove Star from Run',
    shortTitle: 'Remove Star',
    icon: 'star-full',
    palette: place.whileAny('starred'),
    menus: [place.onRun('4_note@3', 'starred')],
  },
  archiveRun: {
    title: 'Archive Run',
    shortTitle: 'Archive',
    icon: 'archive',
    palette: place.whileAny('ended'),
    menus: [place.onRun('5_away@1', '!archived !live')],
  },
  unarchiveRun: {
    title: 'Take Run out of the Archive',
    shortTitle: 'Unarchive',
    icon: 'archive',
    palette: place.whileAny('archived'),
    menus: [place.onRun('5_away@1', 'archived')],
  },
  deleteRun: {
    title: 'Delete Run…',
    shortTitle: 'Delete…',
    icon: 'trash',
    palette: place.whileAny('ended'),
    menus: [place.onRun('5_away@2', '!live')],
    keybindings: [
      { key: 'delete', mac: 'cmd+backspace', when: place.RUNS_FOCUSED, args: place.ON_SELECTION },
    ],
  },
  undoDelete: {
    title: 'Undo Deleting Runs',
    icon: 'discard',
    palette: place.whileAny('deleted'),
    menus: [place.onRunsTitle('3_undo@1', 'distillery.has.deleted')],
    keybindings: [{ key: 'ctrl+z', mac: 'cmd+z', when: `${place.RUNS_FOCUSED} && distillery.has.deleted` }],
  },
  openArtefact: {
    title: 'Open File of a Run',
    shortTitle: 'Open',
    icon: 'go-to-file',
    palette: place.whileAny('runs'),
  },
} as const satisfies Readonly<Record<string, CommandContribution>>;
