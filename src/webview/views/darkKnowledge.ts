import type { ClassMeansAnswer } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import { dropdown, type Slider } from '../base/controls';
import { h, setChildren, setShown, setText } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import type { ViewState } from '../base/viewState';
import { type ClassMeansAnswers, ClassMeansQuestions } from '../pure/classMeansQuestions';
import { similarityOrder } from '../pure/clustering';
import { roleOf } from '../pure/runModel';
import { sharedConfusions } from '../../common/sharedConfusions';
import { ClassMaps } from './classMaps';
import { sharedSentence } from './sharedSentence';
import { temperatureSlider } from './temperatureSlider';
import { AbsenceNote } from './absenceNote';
import type { RunContext, View } from './view';

const DEFAULT_TEMPERATURE = 4;
/** The time it takes grows with the square. */
const ORDERED_UP_TO = 1000;

/** What the networks confuse with what: mean soft targets of every class, of teacher and student, and their difference. */
export class DarkKnowledge implements View {
  readonly element: HTMLElement;
  private readonly absence: AbsenceNote;
  private readonly body = h('div', { 'aria-busy': 'true' });
  private readonly basis = h('p', { class: 'quiet' });
  private readonly shared = h('p', { class: 'verdict', 'aria-live': 'polite' });
  private readonly unordered = h(
    'span',
    { class: 'quiet', hidden: true },
    t('More than {0} classes are shown by label.', ORDERED_UP_TO),
  );
  private readonly choice = h('span');
  private readonly temperature: Slider;
  private readonly maps: ClassMaps;
  private readonly questions: ClassMeansQuestions;
  private answers: ClassMeansAnswers = { teacher: null, student: null, ordering: null };
  /** What is drawn. */
  private drawn: readonly [ClassMeansAnswers, ViewState['rowOrder']] | undefined;
  /** The last order by similarity, and of what. */
  private ordered: { readonly by: ClassMeansAnswer; readonly order: readonly number[] } | undefined;
  private choicesShown = '';

  constructor(private readonly context: RunContext) {
    const { store, channel } = context;
    this.absence = new AbsenceNote(context, {
      broughtBy: (stage) => roleOf(stage) !== undefined,
      sentences: {
        unplanned: t('This run trains no network.'),
        coming: t('The map appears with the first answers of a trained network.'),
        over: t('No answers of a network are on record.'),
      },
    });
    this.maps = new ClassMaps({
      onSelect: (leaning) => {
        store.change({ tab: 'softTargets', probe: undefined, leaning });
      },
      onSave: (picture) => {
        void channel.request('savePicture', picture);
      },
    });
    this.questions = new ClassMeansQuestions(
      (query) => channel.request('classMeans', query),
      (answers) => {
        this.answers = answers;
        this.draw();
      },
    );
    this.temperature = temperatureSlider(t('Temperature'), DEFAULT_TEMPERATURE, (temperature) => {
      store.change({ temperature });
    });
    const rows = dropdown(
      t('Rows'),
      [
        ['similarity', t('Similar classes together')],
        ['label', t('By label')],
      ],
      store.current.rowOrder,
      (rowOrder) => {
        store.change({ rowOrder });
      },
    );
    this.body.append(
      h('div', { class: 'toolbar' }, this.choice, this.temperature.element, rows, this.unordered),
      this.shared,
      this.basis,
      this.maps.element,
    );
    setShown(this.maps.element, 'hidden');
    this.element = h('div', {}, this.absence.element, this.body);
  }

  update(): void {
    const { head } = this.context.model;
    const ready =
      head !== undefined && (head.hasTeacherMeans || head.hasLogits || this.network() !== undefined);
    setShown(this.absence.element, ready ? 'hidden' : 'shown');
    setShown(this.body, ready ? 'shown' : 'hidden');
    if (!ready) {
      this.absence.update();
      return;
    }
    this.updateControls();
    this.ask();
    this.draw();
  }

  recolour(): void {
    this.maps.recolour();
  }

  /** The student or baseline that is shown. */
  private network(): StageKey | undefined {
    const stages = this.networks();
    return stages.find((stage) => stage === this.context.store.current.student) ?? stages[0];
  }

  private networks(): StageKey[] {
    return this.context.model
      .trained()
      .filter(({ head, snapshots }) => head.stage !== 'teacher' && snapshots.length > 0)
      .map(({ head }) => head.stage);
  }

  private runTemperature(): number {
    return this.context.model.head?.temperature ?? DEFAULT_TEMPERATURE;
  }

  private shownTemperature(): number {
    return this.context.store.current.temperature ?? this.runTemperature();
  }

  private updateControls(): void {
    this.temperature.set(this.shownTemperature());
    const stages = this.networks();
    if (stages.join() === this.choicesShown) return;
    this.choicesShown = stages.join();
    const network = this.network();
    setChildren(
      this.choice,
      network &&
        dropdown<StageKey>(
          t('Network'),
          stages.map((stage) => [stage, stageName(stage)] as const),
          network,
          (student) => {
            this.context.store.change({ student });
          },
        ),
    );
  }

  private ask(): void {
    const { model } = this.context;
    const network = this.network();
    this.questions.ask({
      network,
      temperature: this.shownTemperature(),
      runTemperature: this.runTemperature(),
      snapshots: network && model.stages.get(network)?.snapshots.length,
      hasLogits: model.head?.hasLogits ?? false,
    });
  }

  /** Draws what is not drawn yet: a live run has news several times a second. */
  private draw(): void {
    const { answers } = this;
    const { teacher, student } = answers;
    const { rowOrder } = this.context.store.current;
    const known = teacher ?? student;
    if (!known || (this.drawn?.[0] === answers && this.drawn[1] === rowOrder)) return;
    this.drawn = [answers, rowOrder];
    const network = this.network();
    const studentName = network ? stageName(network) : t('Student');
    this.maps.nameStudent(studentName, (network && roleOf(network)) ?? 'student');
    setText(this.basis, basisText(known));
    const { classes, classNames } = known;
    setShown(this.unordered, rowOrder === 'similarity' && classes > ORDERED_UP_TO ? 'shown' : 'hidden');
    const isComparable = teacher !== null && student?.temperature === teacher.temperature;
    setShown(this.maps.element, 'shown');
    this.body.removeAttribute('aria-busy');
    this.maps.show({
      teacher,
      student,
      comparison: isComparable ? 'comparable' : 'apart',
      classNames,
      order: this.order(answers.ordering ?? known, rowOrder),
    });
    const sentence = isComparable
      ? sharedSentence(sharedConfusions(teacher.means, student.means, classes), {
          network: studentName,
          className: (index) => shownName(classNames[index] ?? String(index), 18),
        })
      : '';
    setText(this.shared, sentence);
    setShown(this.shared, sentence === '' ? 'hidden' : 'shown');
  }

  private order(by: ClassMeansAnswer, rowOrder: ViewState['rowOrder']): readonly number[] {
    const { classes, means } = by;
    if (rowOrder === 'label' || classes > ORDERED_UP_TO)
      return Array.from({ length: classes }, (_, row) => row);
    if (this.ordered?.by !== by) this.ordered = { by, order: similarityOrder(means, classes) };
    return this.ordered.order;
  }
}

function basisText({ basis, temperature }: ClassMeansAnswer): string {
  return basis === 'test'
    ? t('Mean answers to the test examples of each class in percent, at T = {0}.', temperature)
    : t(
        'As recorded during training, at T = {0}. Any temperature can be chosen when the run is measured.',
        temperature,
      );
}
