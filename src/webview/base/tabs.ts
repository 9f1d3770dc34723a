import { h } from './dom';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  select(id: string): void;
}

/** The toolkit's tabs, which bring their keyboard with them. */
export function tabs(entries: readonly Tab[], selected: string, onSelect: (id: string) => void): Tabs {
  const element = h(
    'vscode-panels',
    {
      activeid: `tab-${selected}`,
      onchange: ({ target, currentTarget }) => {
        // Controls within a tab have changes of their own.
        if (target !== currentTarget) return;
        const entry = entries.find(({ id }) => `tab-${id}` === element.activeid);
        if (entry) onSelect(entry.id);
      },
    },
    ...entries.map(({ id, title }) => h('vscode-panel-tab', { id: `tab-${id}` }, title)),
    ...entries.map(({ id, element: content }) => h('vscode-panel-view', { id: `view-${id}` }, content)),
  ) as HTMLElement & { activeid: string };
  return {
    element,
    select: (id) => {
      if (element.activeid !== `tab-${id}`) element.activeid = `tab-${id}`;
    },
  };
}
