import { decimal, percent, points } from '../../common/format';
import type { ClassMeansAnswer } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import { dropdown, type Slider } from '../base/controls';
import { h, setChildren, setShown, setText } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import { Heatmap } from '../charts/heatmap';
import { similarityOrder } from '../pure/clustering';
import type { Leaning } from '../pure/probeMeasures';
import { roleOf } from '../pure/runModel';
import { type SharedConfusions, sharedConfusions } from '../pure/sharedConfusions';
import { temperatureSlider } from './temperatureSlider';
import type { RunContext, View } from './view';

const DEFAULT_TEMPERATURE = 4;
const CLUSTERED_UP_TO = 300;

/** What the networks confuse with what: mean soft targets of every class, of teacher and student, and their difference. */
export class DarkKnowledge implements View {
  readonly element: HTMLElement;
  private readonly empty = h('p', { class: 'empty' }, t('The map appears when the teacher is trained.'));
  private readonly body = h('div', {});
  private readonly basis = h('p', { class: 'quiet' });
  private readonly shared = h('p', { class: 'verdict', 'aria-live': 'polite' });
  private readonly choice = h('span');
  private readonly temperature: Slider;
  private readonly teacher: Heatmap;
  private readonly student: Heatmap;
  private readonly difference: Heatmap;
  private readonly studentTitle = h('h2');
  private answers: readonly [ClassMeansAnswer | null, ClassMeansAnswer | null] = [null, null];
  private shownRows: readonly number[] = [];
  private asked = '';
  private asking = false;
  private choicesShown = '';

  constructor(private readonly context: RunContext) {
    const { store } = context;
    this.teacher = this.heatmap('sequential', 'teacher', () => t('Teacher'));
    this.student = this.heatmap('sequential', 'student', () => this.studentTitle.textContent);
    this.difference = this.heatmap('diverging', 'student', () => t('Student − teacher, points'));
    this.temperature = temperatureSlider(t('Temperature'), DEFAULT_TEMPERATURE, (temperature) => {
      store.change({ temperature });
    });
    this.body.append(
      h(
        'div',
        { class: 'toolbar' },
        this.choice,
        this.temperature.element,
        dropdown(
          t('Rows'),
          [
            ['similarity', t('Similar classes together')],
            ['label', t('By label')],
          ],
          store.current.rowOrder,
          (rowOrder) => {
            store.change({ rowOrder });
          },
        ),
      ),
      this.shared,
      this.basis,
      h(
        'div',
        { class: 'maps' },
        h(
          'section',
          { class: 'card' },
          h('h2', { class: 'role-name role-teacher' }, t('Teacher')),
          this.teacher.element,
        ),
        h('section', { class: 'card' }, this.studentTitle, this.student.element),
        h('section', { class: 'card' }, h('h2', {}, t('Student − teacher, points')), this.difference.element),
      ),
    );
    this.element = h('div', {}, this.empty, this.body);
  }

  update(): void {
    const { head } = this.context.model;
    const ready =
      head !== undefined && (head.hasTeacherMeans || head.hasLogits || this.network() !== undefined);
    setShown(this.empty, ready ? 'hidden' : 'shown');
    setShown(this.body, ready ? 'shown' : 'hidden');
    if (!ready) return;
    this.updateControls();
    this.ask();
    this.draw();
  }

  recolour(): void {
    for (const heatmap of [this.teacher, this.student, this.difference]) heatmap.draw();
  }

  private network(): StageKey | undefined {
    const { model, store } = this.context;
    const stages = model
      .trained()
      .filter(({ head, snapshots }) => head.stage !== 'teacher' && snapshots.length > 0);
    return (stages.find(({ head }) => head.stage === store.current.student) ?? stages[0])?.head.stage;
  }

  private shownTemperature(): number {
    return (
      this.context.store.current.temperature ?? this.context.model.head?.temperature ?? DEFAULT_TEMPERATURE
    );
  }

  private updateControls(): void {
    const stages = this.context.model
      .trained()
      .filter(({ head, snapshots }) => head.stage !== 'teacher' && snapshots.length > 0)
      .map(({ head }) => head.stage);
    this.temperature.set(this.shownTemperature());
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

  /** One question at a time; the latest choice is asked for when the answer is there. */
  private ask(): void {
    const { model, channel } = this.context;
    const network = this.network();
    const temperature = this.shownTemperature();
    const snapshots = network && model.stages.get(network)?.snapshots.length;
    const facts = JSON.stringify([network, temperature, snapshots, model.head?.hasLogits]);
    if (facts === this.asked || this.asking) return;
    this.asked = facts;
    this.asking = true;
    const stages: StageKey[] = network ? ['teacher', network] : ['teacher'];
    void Promise.all(stages.map((stage) => channel.request('classMeans', { stage, temperature })))
      .then(([teacher = null, student = null]) => {
        this.answers = [teacher, student];
        this.draw();
      })
      .finally(() => {
        this.asking = false;
        this.ask();
      });
  }

  private draw(): void {
    const [teacher, student] = this.answers;
    const known = teacher ?? student;
    if (!known) return;
    const network = this.network();
    setText(
      this.basis,
      known.basis === 'test'
        ? t('Mean answers to the test examples of each class in percent, at T = {0}.', known.temperature)
        : t(
            'As recorded during training, at T = {0}. Any temperature can be chosen when the run is measured.',
            known.temperature,
          ),
    );
    this.studentTitle.className = `role-name role-${network ? (roleOf(network) ?? 'student') : 'student'}`;
    setText(this.studentTitle, network ? stageName(network) : t('Student'));
    const { classes, classNames } = known;
    this.shownRows =
      this.context.store.current.rowOrder === 'similarity' && classes <= CLUSTERED_UP_TO
        ? similarityOrder(known.means, classes)
        : Array.from({ length: classes }, (_, index) => index);
    const names = this.shownRows.map((row) => classNames[row] ?? String(row));
    const show = (heatmap: Heatmap, means: Float64Array): void => {
      heatmap.show({
        rows: names,
        columns: names,
        values: reordered(means, this.shownRows),
        rowTitle: t('Class'),
        columnTitle: t('answer'),
      });
    };
    if (teacher) show(this.teacher, teacher.means);
    if (student) show(this.student, student.means);
    const comparable = teacher && student?.temperature === teacher.temperature;
    const sentence = comparable
      ? sharedText(sharedConfusions(teacher.means, student.means, classes), {
          network: this.studentTitle.textContent,
          className: (index) => shownName(classNames[index] ?? String(index), 18),
        })
      : '';
    setText(this.shared, sentence);
    setShown(this.shared, sentence === '' ? 'hidden' : 'shown');
    if (comparable) {
      show(
        this.difference,
        student.means.map((mean, index) => mean - (teacher.means[index] ?? NaN)),
      );
    }
  }

  private heatmap(scale: 'sequential' | 'diverging', by: Leaning['by'], title: () => string): Heatmap {
    return new Heatmap({
      scale,
      cellText: scale === 'sequential' ? shareText : (value) => points(value, 1),
      ...(scale === 'sequential' && { shortText: (share: number) => decimal(100 * share, 1) }),
      title,
      onSelect: (row, column) => {
        this.open(this.shownRows[row] ?? row, this.shownRows[column] ?? column, by);
      },
      onSave: (png) => {
        void this.context.channel.request('savePicture', { picture: title(), png });
      },
    });
  }

  /** The soft targets of the examples behind a cell. */
  private open(label: number, answer: number, by: Leaning['by']): void {
    this.context.store.change({
      tab: 'softTargets',
      probe: undefined,
      leaning: { label, answer, by },
    });
  }
}

const MOST_NAMED = 3;

/** What the maps show, in one sentence. */
function sharedText(
  { classes, shared }: SharedConfusions,
  names: { readonly network: string; readonly className: (index: number) => string },
): string {
  if (classes === 0) return '';
  if (shared.length === 0)
    return t('{0} leans to another wrong answer than the teacher in every class.', names.network);
  const pairs = shared
    .slice(0, MOST_NAMED)
    .map(({ label, answer }) => `${names.className(label)} → ${names.className(answer)}`);
  return t(
    '{0} leans to the same wrong answer as the teacher in {1} of {2} classes. Strongest of these, as class → answer: {3}.',
    names.network,
    shared.length,
    classes,
    pairs.join(', '),
  );
}

function shareText(share: number): string {
  return share > 0 && share < 0.001 ? '< 0.1 %' : percent(share, 1);
}

/** Rows and columns of a square matrix in another order. */
function reordered(matrix: Float64Array, order: readonly number[]): Float64Array {
  const size = order.length;
  return Float64Array.from({ length: size * size }, (_, place) => {
    const row = order[Math.floor(place / size)] ?? 0;
    const column = order[place % size] ?? 0;
    return matrix[row * size + column] ?? NaN;
  });
}
