import type { ClassMeansAnswer } from '../../protocol/dashboard';
import { h, setChildren, setShown } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import { roleOf, type StageModel } from '../pure/runModel';
import { type SharedConfusion, sharedConfusions } from '../pure/sharedConfusions';
import type { RunContext } from './view';

const MOST_CLASSES = 100;
const MOST_PAIRS = 8;

/** Which wrong answers the student shares with its teacher, beside a baseline that never saw the teacher. */
export class TakenOver {
  readonly element = h('section', { class: 'card taken-over' });
  private asked = '';

  constructor(private readonly context: RunContext) {
    setShown(this.element, 'hidden');
  }

  /** Asks once a run is measured; anew when it was resumed and measured again. */
  update(): void {
    const { report, head } = this.context.model;
    const student = this.firstOf('student');
    if (!report?.teacher || !student || head?.temperature === undefined) return;
    const facts = JSON.stringify([report.run, head.endedAt]);
    if (facts === this.asked || report.classNames.length > MOST_CLASSES) return;
    this.asked = facts;
    this.element.setAttribute('aria-busy', 'true');
    void this.show(student, this.firstOf('baseline'), head.temperature).finally(() => {
      this.element.removeAttribute('aria-busy');
    });
  }

  private firstOf(role: 'student' | 'baseline'): StageModel | undefined {
    return this.context.model.trained().find(({ head }) => roleOf(head.stage) === role);
  }

  private async show(
    student: StageModel,
    baseline: StageModel | undefined,
    temperature: number,
  ): Promise<void> {
    const meansOf = ({ head: { stage } }: Pick<StageModel, 'head'>): Promise<ClassMeansAnswer | null> =>
      this.context.channel.request('classMeans', { stage, temperature });
    const teacher = await this.context.channel.request('classMeans', { stage: 'teacher', temperature });
    const [ofStudent, ofBaseline] = [await meansOf(student), baseline && (await meansOf(baseline))];
    if (!teacher || !ofStudent) return;
    const { classes, shared } = sharedConfusions(teacher.means, ofStudent.means, teacher.classes);
    if (classes === 0) return;
    const byChance = ofBaseline && sharedConfusions(teacher.means, ofBaseline.means, teacher.classes).shared;
    setChildren(
      this.element,
      h('h2', {}, t('What the student learned to confuse')),
      h(
        'p',
        {},
        t(
          '{0} leans to the same wrong answer as the teacher in {1} of {2} classes.',
          stageName(student.head.stage),
          shared.length,
          classes,
        ),
        byChance ? ` ${t('The baseline, which never saw the teacher, does in {0}.', byChance.length)}` : '',
      ),
      h(
        'p',
        { class: 'toolbar' },
        ...shared.slice(0, MOST_PAIRS).map((pair) => this.pair(pair, teacher.classNames)),
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
