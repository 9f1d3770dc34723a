import { h } from '../base/dom';
import type { View } from './view';

/** A view that is built when it is first shown: a page opens as fast as the one view that a person looks at. */
export class LaterView implements View {
  readonly element = h('div');
  private view: View | undefined;
  private hasNewColours = false;

  constructor(private readonly build: () => View) {}

  update(): void {
    this.view ??= this.built();
    if (this.hasNewColours) this.view.recolour?.();
    this.hasNewColours = false;
    this.view.update();
  }

  /** With the next update: a view that is hidden is drawn in its colours when it is shown again. */
  recolour(): void {
    this.hasNewColours = this.view !== undefined;
  }

  private built(): View {
    const view = this.build();
    this.element.append(view.element);
    return view;
  }
}
