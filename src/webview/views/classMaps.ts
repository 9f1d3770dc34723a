import { decimal, significant } from '../../common/format';
import type { ClassMeansAnswer, Requests } from '../../protocol/dashboard';
import { h, setShown, setText } from '../base/dom';
import { t } from '../base/text';
import { Heatmap } from '../charts/heatmap';
import { reordered } from '../pure/clustering';
import { type ColourRange, divergingRange, sequentialRange } from '../pure/colourScales';
import { differencesOf } from '../pure/largestDifferences';
import type { Leaning } from '../pure/probeMeasures';
import { differenceText, shareText } from '../pure/shareTexts';
import { LargestDifferences } from './largestDifferences';

export interface ClassMapsContent {
  readonly teacher: ClassMeansAnswer | null;
  readonly student: ClassMeansAnswer | null;
  /** Whether both are at the same temperature. */
  readonly comparison: 'comparable' | 'apart';
  readonly classNames: readonly string[];
  /** Of the classes, from above. */
  readonly order: readonly number[];
}

export interface ClassMapsOptions {
  /** A cell was chosen. */
  readonly onSelect: (leaning: Leaning) => void;
  readonly onSave: (picture: Requests['savePicture']['ask']) => void;
}

/** The maps of teacher and student in the same colours, the map of their difference, and where it is largest. */
export class ClassMaps {
  readonly element: HTMLElement;
  private readonly studentTitle = h('h2', { class: 'role-name role-student' }, t('Student'));
  private readonly teacher: Heatmap;
  private readonly student: Heatmap;
  private readonly difference: Heatmap;
  private readonly largest: LargestDifferences;
  private readonly studentCard: HTMLElement;
  private readonly comparing: readonly HTMLElement[];
  private order: readonly number[] = [];

  constructor(private readonly options: ClassMapsOptions) {
    const differenceTitle = t('Student − teacher, points');
    this.teacher = this.sharesMap('teacher', () => t('Teacher'));
    this.student = this.sharesMap('student', () => this.studentTitle.textContent);
    this.difference = this.heatmap('student', {
      cellText: differenceText,
      shortText: (difference) => decimal(100 * difference, 1),
      legendText: (difference) => (difference === 0 ? '0' : differenceText(difference)),
      title: () => differenceTitle,
    });
    this.largest = new LargestDifferences((label, answer) => {
      options.onSelect({ label, answer, by: 'student' });
    });
    this.studentCard = card(this.studentTitle, this.student.element);
    this.comparing = [
      card(h('h2', {}, differenceTitle), this.difference.element),
      card(
        h('h2', {}, t('Largest differences')),
        h('p', { class: 'quiet' }, t('Wrong answers whose shares differ most.')),
        this.largest.element,
      ),
    ];
    this.element = h(
      'div',
      { class: 'maps' },
      card(h('h2', { class: 'role-name role-teacher' }, t('Teacher')), this.teacher.element),
      this.studentCard,
      ...this.comparing,
    );
  }

  nameStudent(name: string, role: string): void {
    this.studentTitle.className = `role-name role-${role}`;
    setText(this.studentTitle, name);
  }

  show({ teacher, student, comparison, classNames, order }: ClassMapsContent): void {
    this.order = order;
    const names = order.map((label) => classNames[label] ?? String(label));
    const show = (heatmap: Heatmap, values: Float32Array, range: ColourRange): void => {
      const titles = { rowTitle: t('Class'), columnTitle: t('answer') };
      heatmap.show({ rows: names, columns: names, values, range, ...titles });
    };
    const shown = [teacher, student].map((answer) => answer && reordered(answer.means, order));
    const range = sequentialRange(shown.filter((values) => values !== null));
    const [ofTeacher, ofStudent] = shown;
    if (ofTeacher) show(this.teacher, ofTeacher, range);
    if (ofStudent) show(this.student, ofStudent, range);
    setShown(this.studentCard, ofStudent ? 'shown' : 'hidden');
    const isCompared = teacher && student && ofTeacher && ofStudent && comparison === 'comparable';
    for (const element of this.comparing) setShown(element, isCompared ? 'shown' : 'hidden');
    if (!isCompared) return;
    const differences = differencesOf(ofTeacher, ofStudent);
    show(this.difference, differences, divergingRange(differences));
    this.largest.show(teacher.means, student.means, classNames);
  }

  recolour(): void {
    for (const heatmap of [this.teacher, this.student, this.difference]) heatmap.recolour();
  }

  private sharesMap(by: Leaning['by'], title: () => string): Heatmap {
    return this.heatmap(by, {
      cellText: shareText,
      shortText: (share) => decimal(100 * share, 1),
      legendText: (share) => `${significant(100 * share, 2)} %`,
      title,
    });
  }

  private heatmap(
    by: Leaning['by'],
    texts: Omit<ConstructorParameters<typeof Heatmap>[0], 'onSelect' | 'onScroll' | 'onSave'>,
  ): Heatmap {
    const heatmap: Heatmap = new Heatmap({
      ...texts,
      onSelect: (row, column) => {
        this.options.onSelect({ label: this.order[row] ?? row, answer: this.order[column] ?? column, by });
      },
      onScroll: (place) => {
        for (const other of [this.teacher, this.student, this.difference]) {
          if (other !== heatmap) other.scrollTo(place);
        }
      },
      onSave: (png) => {
        this.options.onSave({ picture: texts.title(), png });
      },
    });
    return heatmap;
  }
}

function card(...children: readonly HTMLElement[]): HTMLElement {
  return h('section', { class: 'card' }, ...children);
}
