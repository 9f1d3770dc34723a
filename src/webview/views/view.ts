import type { Channel } from '../base/channel';
import type { ViewStore } from '../base/viewState';
import type { RunModel } from '../pure/runModel';

/** What every view of a run works with. */
export interface RunContext {
  readonly model: RunModel;
  readonly channel: Channel;
  readonly store: ViewStore;
}

/** A part of the page. It is told to update while it is shown only. */
export interface View {
  readonly element: HTMLElement;
  /** The model or the choices have changed, or the view has just been shown. */
  update(): void;
  /** Colours have changed. */
  recolour?(): void;
}
