import { h, setShown, setText } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { type CellDifference, largestDifferences } from '../pure/largestDifferences';
import { differenceText, shareText } from '../pure/shareTexts';

const ROWS = 8;
const LONGEST_NAME = 18;

interface Row {
  readonly element: HTMLElement;
  readonly link: HTMLElement;
  readonly teacher: HTMLElement;
  readonly student: HTMLElement;
  readonly difference: HTMLElement;
}

/** The wrong answers whose shares differ most between teacher and student, each with a button to its examples. */
export class LargestDifferences {
  /** Always the same, so that a button that is pressed or has the focus stays. */
  private readonly rows: readonly Row[];
  readonly element: HTMLElement;
  private shown: readonly CellDifference[] = [];

  constructor(onSelect: (label: number, answer: number) => void) {
    this.rows = Array.from({ length: ROWS }, (_, place) =>
      emptyRow(() => {
        const cell = this.shown[place];
        if (cell) onSelect(cell.label, cell.answer);
      }),
    );
    this.element = h(
      'div',
      { class: 'scroll' },
      h(
        'table',
        { class: 'numbers-table differences' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...[t('Class → answer'), t('Teacher'), t('Student'), t('Points')].map((title) =>
              h('th', { scope: 'col' }, title),
            ),
          ),
        ),
        h('tbody', {}, ...this.rows.map(({ element }) => element)),
      ),
    );
  }

  /** @param classNames one a class, in the order of the matrices */
  show(teacher: Float32Array, student: Float32Array, classNames: readonly string[]): void {
    this.shown = largestDifferences(teacher, student, classNames.length, ROWS);
    const nameOf = (index: number): string => shownName(classNames[index] ?? String(index), LONGEST_NAME);
    for (const [place, row] of this.rows.entries()) {
      const cell = this.shown[place];
      setShown(row.element, cell ? 'shown' : 'hidden');
      if (!cell) continue;
      setText(row.link, `${nameOf(cell.label)} → ${nameOf(cell.answer)}`);
      setText(row.teacher, shareText(cell.teacher));
      setText(row.student, shareText(cell.student));
      setText(row.difference, differenceText(cell.student - cell.teacher));
    }
  }
}

function emptyRow(onClick: () => void): Row {
  const link = h('button', { class: 'link', onclick: onClick });
  const [teacher, student, difference] = [number(), number(), number()];
  const element = h('tr', {}, h('th', { scope: 'row' }, link), teacher, student, difference);
  return { element, link, teacher, student, difference };
}

function number(): HTMLElement {
  return h('td', { class: 'number' });
}
