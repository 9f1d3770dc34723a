import { meanShared, mostShared, type SharedConfusion } from '../../common/sharedConfusions';
import { h, setChildren, setShown } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import type { RunContext } from './view';

const MOST_CLASSES = 100;
const MOST_PAIRS = 8;

/** Which wrong answers students share with their teacher, beside baselines that never saw the teacher. */
export class TakenOver {
  readonly element = h('section', { class: 'card taken-over' });
  private asked = '';

  constructor(private readonly context: RunContext) {
    setShown(this.element, 'hidden');
  }

  /** Asks once a run is measured; anew when it was resumed and measured again. */
  update(): void {
    const { report, head } = this.context.model;
    if (!report?.teacher || head?.temperature === undefined) return;
    const facts = JSON.stringify([report.run, head.endedAt]);
    if (facts === this.asked || report.classNames.length > MOST_CLASSES) return;
    this.asked = facts;
    this.element.setAttribute('aria-busy', 'true');
    void this.show(head.temperature).finally(() => {
      this.element.removeAttribute('aria-busy');
    });
  }

  private async show(temperature: number): Promise<void> {
    const answer = await this.context.channel.request('sharedConfusions', { temperature });
    const { students = [], baselines = [], classNames = [] } = answer ?? {};
    const [first] = students;
    if (!first || first.classes === 0) return;
    setChildren(
      this.element,
      h('h2', {}, t('What the student learned to confuse')),
      h(
        'p',
        {},
        students.length === 1
          ? t(
              'The student leans to the same wrong answer as the teacher in {0} of {1} classes.',
              meanShared(students),
              first.classes,
            )
          : t(
              'The students of {0} seeds lean to the same wrong answer as the teacher in {1} of {2} classes on average.',
              students.length,
              meanShared(students),
              first.classes,
            ),
        baselines.length > 0
          ? ` ${t('From labels alone, without the teacher, it is {0}.', meanShared(baselines))}`
          : '',
      ),
      h(
        'p',
        { class: 'toolbar' },
        ...mostShared(students)
          .slice(0, MOST_PAIRS)
          .map((pair) => this.pair(pair, classNames)),
        h(
          'button',
          {
            class: 'link',
            onclick: () => {
              this.context.store.change({ tab: 'map' });
            },
          },
          t('All in Dark knowledge'),
        ),
      ),
    );
    setShown(this.element, 'shown');
  }

  private pair({ label, answer }: SharedConfusion, classNames: readonly string[]): HTMLElement {
    const name = (index: number): string => shownName(classNames[index] ?? String(index), 18);
    return h(
      'button',
      {
        class: 'chip',
        title: t('The examples of {0} for which the teacher leans to {1}', name(label), name(answer)),
        onclick: () => {
          this.context.store.change({
            tab: 'softTargets',
            probe: undefined,
            leaning: { label, answer, by: 'teacher' },
          });
        },
      },
      `${name(label)} → ${name(answer)}`,
    );
  }
}
