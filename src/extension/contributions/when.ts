import { presenceKey, type MenuPlacement, type Presence } from './types';

export const TRUSTED = 'isWorkspaceTrusted';
const EXPERIMENT_FILE = 'resourceFilename =~ /\\.distill\\.json$/ && resourceScheme == file';
export const RUNS_FOCUSED = 'focusedView == distillery.runs && !inputFocus';

/** Offered by the palette while there is something of the kind. */
export function whileAny(presence: Presence): { readonly when: string } {
  return { when: presenceKey(presence) };
}

/** Offered by the palette while an experiment file is there: in the workspace or in the editor. */
export const whileExperiments = { when: `${presenceKey('experiments')} || ${EXPERIMENT_FILE}` } as const;

/** On the row of a run that has these words in its context value, and none that begin with "!". */
export function onRun(group: string, words = '', more = ''): MenuPlacement {
  const conditions = ['run', ...words.split(' ').filter((word) => word !== '')].map((word) =>
    word.startsWith('!') ? `!(viewItem =~ /\\b${word.slice(1)}\\b/)` : `viewItem =~ /\\b${word}\\b/`,
  );
  const all = ['view == distillery.runs', ...conditions, ...(more === '' ? [] : [more])];
  return { menu: 'view/item/context', when: all.join(' && '), group };
}

export const SINGLE = '!listMultiSelection';
export const SEVERAL = 'listMultiSelection';

export function onQueued(group: string, word: 'queued' | 'starting' | 'any'): MenuPlacement {
  const pattern = word === 'any' ? '/^queued\\b/' : `/^queued ${word}$/`;
  return { menu: 'view/item/context', when: `view == distillery.runs && viewItem =~ ${pattern}`, group };
}

export function onExperiment(group: string): MenuPlacement {
  return {
    menu: 'view/item/context',
    when: 'view == distillery.experiments && viewItem =~ /\\bexperiment\\b/',
    group,
  };
}

export function onRunsTitle(group: string, when = ''): MenuPlacement {
  return {
    menu: 'view/title',
    when: ['view == distillery.runs', ...(when === '' ? [] : [when])].join(' && '),
    group,
  };
}

export function onExperimentsTitle(group: string): MenuPlacement {
  return { menu: 'view/title', when: 'view == distillery.experiments', group };
}

export function inEditorRun(group: string): MenuPlacement {
  return { menu: 'editor/title/run', when: EXPERIMENT_FILE, group };
}

export function inEditorTitle(group: string): MenuPlacement {
  return { menu: 'editor/title', when: EXPERIMENT_FILE, group };
}

export function inFileExplorer(group: string): MenuPlacement {
  return { menu: 'explorer/context', when: EXPERIMENT_FILE, group };
}

/** What a key acts on: the selected rows. */
export const ON_SELECTION = { from: 'selection' } as const;
export const IN_EXPERIMENT_EDITOR = `editorTextFocus && ${EXPERIMENT_FILE}`;
