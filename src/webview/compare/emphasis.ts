/** What can make one run stand out. */
export interface Emphasizing {
  /** undefined: all are alike. */
  emphasize(folder: string | undefined): void;
}

/**
 * The run under the pointer or the keyboard's focus stands out wherever it is drawn; those beside it step back. What belongs to a
 * run says so by `data-run`, its folder.
 */
export class Emphasis {
  private folder: string | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly charts: readonly Emphasizing[],
  ) {
    const follow = ({ target }: Event): void => {
      this.put(target instanceof Element ? folderOf(target) : undefined);
    };
    root.addEventListener('pointerover', follow);
    root.addEventListener('focusin', follow);
    root.addEventListener('pointerleave', () => {
      this.put(undefined);
    });
  }

  /** The curve of a run is under the pointer, or none is. */
  put(folder: string | undefined): void {
    if (folder === this.folder) return;
    this.folder = folder;
    this.show();
  }

  /** What is drawn anew is drawn with it. */
  show(): void {
    const { folder } = this;
    for (const element of this.root.querySelectorAll<HTMLElement | SVGElement>('[data-run]')) {
      element.classList.toggle('stands-out', folder !== undefined && element.dataset['run'] === folder);
      element.classList.toggle('steps-back', folder !== undefined && element.dataset['run'] !== folder);
    }
    for (const chart of this.charts) chart.emphasize(folder);
  }
}

function folderOf(element: Element): string | undefined {
  return element.closest<HTMLElement | SVGElement>('[data-run]')?.dataset['run'];
}
