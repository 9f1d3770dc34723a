import { h } from '../base/dom';
import type { View } from './view';

/** A view that is built when it is first shown: a page opens as fast as the one view that a person looks at. */
export class LaterView implements View {
  readonly element = h('div');
  private view: View | undefined;

  constructor(private readonly build: () => View) {}

  update(): void {
    this.view ??= this.built();
    this.view.update();
  }

  recolour(): void {
    this.view?.recolour?.();
  }

  private built(): View {
    const view = this.build();
    this.element.append(view.element);
    return view;
  }
}
