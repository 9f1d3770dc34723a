import type { PanelSubject, RunUpdate } from '../protocol/dashboard';
import type { Channel } from './base/channel';
import type { ViewStore } from './base/viewState';
import { ComparePage } from './compare/comparePage';
import { PreviewPage } from './previewPage';
import { RunPage } from './runPage';

/** What fills a panel. */
export interface Page {
  readonly element: HTMLElement;
  apply(update: RunUpdate): void;
  update(): void;
  recolour(): void;
}

export interface PageContext {
  readonly channel: Channel;
  readonly store: ViewStore;
}

export function openPage(subject: PanelSubject, context: PageContext): Page {
  switch (subject.kind) {
    case 'run':
      return new RunPage(context);
    case 'compare':
      return new ComparePage(subject.folders, context);
    case 'preview':
      return new PreviewPage(subject, context);
  }
}
