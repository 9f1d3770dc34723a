/** A place where a command is offered. */
export interface MenuPlacement {
  readonly menu:
    'view/title' | 'view/item/context' | 'editor/title' | 'editor/title/run' | 'explorer/context';
  readonly when: string;
  /** `navigation` and `inline` show it as an icon; `@n` orders within a group. */
  readonly group: string;
}

export interface Keybinding {
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
  /** Handed to the command, which otherwise can't tell a key from the palette. */
  readonly args?: object;
}

export interface CommandContribution {
  readonly title: string;
  /** Where the surroundings already say what it is about. */
  readonly shortTitle?: string;
  /** One of VS Code's product icons. */
  readonly icon?: string;
  /** Where it can work at all: it is greyed out, and its keys do nothing, elsewhere. */
  readonly enablement?: string;
  /** When the palette offers it. */
  readonly palette: 'always' | 'never' | { readonly when: string };
  readonly menus?: readonly MenuPlacement[];
  readonly keybindings?: readonly Keybinding[];
}

/** A context key that says that there is something of a kind, so that the palette offers what can be done with it. */
export type Presence =
  | 'experiments'
  | 'runs'
  | 'running'
  | 'paused'
  | 'live'
  | 'ended'
  | 'resumable'
  | 'hasStudent'
  | 'starred'
  | 'archived'
  | 'queued'
  | 'deleted'
  | 'several';

/** The context key of a kind of thing. */
export function presenceKey(presence: Presence): string {
  return `distillery.has.${presence}`;
}
