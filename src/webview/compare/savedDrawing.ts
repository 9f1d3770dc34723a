import { saveLink } from '../base/controls';
import { h, setChildrenKeepingFocus, setText } from '../base/dom';
import { canvasOf } from '../charts/drawing';
import { type PictureName, pictureOf } from '../charts/picture';

export interface SavedDrawingOptions {
  readonly title: string;
  /** Under the title: what can be done with the drawing. */
  readonly hint?: string;
  /** Instead of the drawing, while there is none. */
  readonly whileEmpty: string;
  readonly plot: HTMLElement;
  /** The width has changed. */
  readonly onResize: () => void;
  /** The names below a saved picture. */
  readonly names: () => readonly PictureName[];
  readonly onSave: (title: string, png: Uint8Array) => void;
}

/** A card with a drawing that fits its width, and a link that saves it as a picture. */
export class SavedDrawing {
  readonly element: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly hint: HTMLElement;
  private readonly foot: HTMLElement;
  private readonly readout = h('p', { class: 'readout' }, ' ');

  constructor(private readonly options: SavedDrawingOptions) {
    const { title, hint = '', whileEmpty, plot, onResize } = options;
    this.hint = h('p', { class: 'quiet' }, hint);
    this.empty = h('p', { class: 'empty' }, whileEmpty);
    this.foot = h(
      'div',
      { class: 'chart-foot' },
      this.readout,
      saveLink(() => this.save()),
    );
    this.element = h(
      'figure',
      { class: 'card' },
      h('figcaption', {}, title),
      this.hint,
      this.empty,
      plot,
      this.foot,
    );
    let widthDrawn = 0;
    new ResizeObserver(() => {
      const width = this.element.clientWidth;
      if (width !== widthDrawn) onResize();
      widthDrawn = width;
    }).observe(this.element);
  }

  /** Says whether there is anything to draw, before it is drawn at the width that the plot then has. */
  expect(content: 'drawing' | 'nothing'): void {
    const isEmpty = content === 'nothing';
    this.empty.hidden = !isEmpty;
    this.options.plot.hidden = isEmpty;
    this.foot.hidden = isEmpty;
    this.hint.hidden = isEmpty || this.options.hint === undefined;
  }

  show(drawing: SVGSVGElement): void {
    setChildrenKeepingFocus(this.options.plot, drawing);
  }

  /** Tells something of what is drawn, beneath it. */
  say(text: string): void {
    setText(this.readout, text || ' ');
  }

  private async save(): Promise<void> {
    const { plot, title, names, onSave } = this.options;
    const drawing = plot.querySelector('svg');
    const png = drawing && (await pictureOf(await canvasOf(drawing), title, names()));
    if (png) onSave(title, png);
  }
}
