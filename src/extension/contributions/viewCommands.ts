import type { CommandContribution } from './types';
import * as place from './when';

const filtered = 'distillery.runsFiltered';

/** How the views show runs, and the tools around them. */
export const viewCommands = {
  filterRuns: {
    title: 'Filter Runs…',
    shortTitle: 'Filter…',
    icon: 'filter',
    palette: place.whileAny('runs'),
    menus: [place.onRunsTitle('navigation@1', `!${filtered}`), place.onRunsTitle('1_arrange@1')],
  },
  clearRunFilter: {
    title: 'Clear Filter of Runs',
    shortTitle: 'Clear Filter',
    icon: 'filter-filled',
    enablement: filtered,
    palette: { when: filtered },
    menus: [place.onRunsTitle('navigation@1', filtered), place.onRunsTitle('1_arrange@2', filtered)],
  },
  sortRuns: {
    title: 'Sort Runs…',
    shortTitle: 'Sort…',
    icon: 'list-ordered',
    palette: place.whileAny('runs'),
    menus: [place.onRunsTitle('1_arrange@3')],
  },
  groupRuns: {
    title: 'Group Runs…',
    shortTitle: 'Group…',
    icon: 'group-by-ref-type',
    palette: place.whileAny('runs'),
    menus: [place.onRunsTitle('1_arrange@4')],
  },
  refreshRuns: {
    title: 'Refresh Experiments and Runs',
    shortTitle: 'Refresh',
    icon: 'refresh',
    palette: 'always',
    menus: [place.onRunsTitle('navigation@2'), place.onExperimentsTitle('navigation@2')],
  },
  chooseEngine: {
    title: 'Choose Engine…',
    icon: 'chip',
    enablement: place.TRUSTED,
    palette: 'always',
    menus: [place.onExperimentsTitle('1_tools@1')],
  },
  installNativeEngine: {
    title: 'Install Native Engine',
    icon: 'cloud-download',
    enablement: place.TRUSTED,
    palette: 'always',
    menus: [place.onExperimentsTitle('1_tools@2')],
  },
  openWalkthrough: {
    title: 'Open Walkthrough',
    icon: 'book',
    palette: 'always',
    menus: [place.onExperimentsTitle('2_help@1')],
  },
  showOutput: {
    title: 'Show Output',
    icon: 'output',
    palette: 'always',
    menus: [place.onExperimentsTitle('2_help@2')],
  },
} as const satisfies Readonly<Record<string, CommandContribution>>;
