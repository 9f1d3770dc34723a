import { decimal, percent } from '../../common/format';
import type { ProbeSet } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import { entropy, softmax } from '../../common/distribution';
import { button, dropdown, slider, type Slider } from '../base/controls';
import { h, setChildren, setShown } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import { distributionBars, miniDistribution } from '../charts/distributionBars';
import { inputPicture } from '../charts/inputPicture';
import { leans, measureProbe, orderProbes, type ProbeMeasures, type ProbeOrder } from '../pure/probeMeasures';
import { roleOf, type StageModel } from '../pure/runModel';
import { AbsenceNote } from './absenceNote';
import { LeaningNote } from './leaningNote';
import { temperatureSlider } from './temperatureSlider';
import type { RunContext, View } from './view';

const DEFAULT_TEMPERATURE = 4;
const PLAY_MILLISECONDS = 220;
const KEPT_SNAPSHOTS = 256;

/** What the teacher hands down for single examples, and how far the student has come towards it. */
export class SoftTargetsView implements View {
  readonly element: HTMLElement;
  private readonly absence: AbsenceNote;
  private readonly body = h('div', { class: 'soft-targets' });
  private readonly list = h('div', { class: 'probe-list', role: 'listbox', 'aria-label': t('Examples') });
  private readonly detail = h('div', { class: 'probe-detail' });
  private readonly only: LeaningNote;
  private readonly studentChoice = h('span');
  private readonly temperature: Slider;
  private readonly high: Slider;
  private readonly scrubber: Slider;
  private probes: ProbeSet | null | undefined;
  private readonly snapshots = new Map<string, Float32Array>();
  private readonly asked = new Set<string>();
  private studentsShown = '';
  private listShown = '';
  private timer: number | undefined;
  private readonly playButton: HTMLElement;

  constructor(private readonly context: RunContext) {
    const { store } = context;
    this.absence = new AbsenceNote(context, {
      broughtBy: (stage) => ['student', 'baseline'].includes(roleOf(stage) ?? ''),
      sentences: {
        unplanned: t('This run trains only the teacher: there is no student to compare with it.'),
        coming: t('Soft targets appear when the student’s training begins.'),
        over: t('This run ended before the student’s training began.'),
      },
    });
    this.only = new LeaningNote(() => {
      store.change({ leaning: undefined });
    });
    this.temperature = temperatureSlider(t('Temperature'), DEFAULT_TEMPERATURE, (temperature) => {
      store.change({ temperature });
    });
    this.high = temperatureSlider(t('High'), store.current.highTemperature, (highTemperature) => {
      store.change({ highTemperature });
    });
    this.scrubber = slider({
      label: t('After epoch'),
      minimum: 0,
      maximum: 1,
      step: 1,
      value: 0,
      text: (index) => String(this.stage()?.snapshots[index] ?? 0),
      onInput: (index) => {
        const epoch = this.stage()?.snapshots[index];
        const isLast = index + 1 === this.stage()?.snapshots.length;
        store.change({ epoch: isLast ? undefined : epoch });
      },
    });
    this.playButton = button(t('Play'), () => {
      this.togglePlay();
    });
    this.body.append(
      h(
        'div',
        { class: 'toolbar' },
        this.studentChoice,
        this.temperature.element,
        this.scrubber.element,
        this.playButton,
        dropdown<ProbeOrder>(
          t('Order'),
          [
            ['ambiguous', t('Most ambiguous for the teacher')],
            ['divergence', t('Largest KL now')],
            ['disagreement', t('Disagreements')],
            ['rescued', t('Student wrong, teacher right')],
          ],
          store.current.probeOrder,
          (probeOrder) => {
            store.change({ probeOrder, probe: undefined });
          },
        ),
      ),
      this.only.element,
      h('div', { class: 'probe-columns' }, this.list, this.detail),
    );
    this.element = h('div', {}, this.absence.element, this.body);
    this.list.addEventListener('keydown', (event) => {
      this.onKey(event);
    });
  }

  update(): void {
    const { head } = this.context.model;
    if (this.probes === undefined && head?.hasProbes) this.askProbes();
    const stage = this.stage();
    const ready = this.probes !== undefined && this.probes !== null && stage !== undefined;
    setShown(this.body, ready ? 'shown' : 'hidden');
    setShown(this.absence.element, ready ? 'hidden' : 'shown');
    if (!ready) {
      this.absence.update();
      return;
    }
    this.updateControls(stage);
    const logits = this.logits(stage);
    if (logits && this.probes) this.draw(this.probes, stage, logits);
  }

  private askProbes(): void {
    this.probes = null;
    void this.context.channel.request('probes', {}).then((probes) => {
      this.probes = probes;
      this.update();
    });
  }

  /** The network that is compared with the teacher. */
  private stage(): StageModel | undefined {
    const { model, store } = this.context;
    const answering = model
      .trained()
      .filter(({ head, snapshots }) => roleOf(head.stage) !== 'teacher' && snapshots.length > 0);
    return answering.find(({ head }) => head.stage === store.current.student) ?? answering[0];
  }

  private shownTemperature(): number {
    return (
      this.context.store.current.temperature ?? this.context.model.head?.temperature ?? DEFAULT_TEMPERATURE
    );
  }

  private shownEpoch(stage: StageModel): number {
    const { epoch } = this.context.store.current;
    return epoch !== undefined && stage.snapshots.includes(epoch) ? epoch : (stage.snapshots.at(-1) ?? 0);
  }

  private updateControls(stage: StageModel): void {
    const { model, store } = this.context;
    const stages = model
      .trained()
      .filter(({ head, snapshots }) => roleOf(head.stage) !== 'teacher' && snapshots.length > 0)
      .map(({ head }) => head.stage);
    if (stages.join() !== this.studentsShown) {
      this.studentsShown = stages.join();
      setChildren(
        this.studentChoice,
        dropdown<StageKey>(
          t('Network'),
          stages.map((key) => [key, stageName(key)] as const),
          stage.head.stage,
          (student) => {
            store.change({ student });
          },
        ),
      );
    }
    this.temperature.set(this.shownTemperature());
    this.high.set(store.current.highTemperature);
    this.scrubber.setMaximum(stage.snapshots.length - 1);
    this.scrubber.set(stage.snapshots.indexOf(this.shownEpoch(stage)));
  }

  /** Of the epoch shown; asked for when it is not there yet, while what was shown stays. */
  private logits(stage: StageModel): Float32Array | undefined {
    const epoch = this.shownEpoch(stage);
    const key = `${stage.head.stage} ${epoch}`;
    const kept = this.snapshots.get(key);
    if (kept || this.asked.has(key)) return kept;
    this.asked.add(key);
    void this.context.channel
      .request('snapshot', { stage: stage.head.stage, epoch })
      .then((snapshot) => {
        if (snapshot) this.keep(key, snapshot.logits);
        this.update();
      })
      .finally(() => this.asked.delete(key));
    return undefined;
  }

  private keep(key: string, logits: Float32Array): void {
    this.snapshots.set(key, logits);
    const [oldest] = this.snapshots.keys();
    if (this.snapshots.size > KEPT_SNAPSHOTS && oldest !== undefined) this.snapshots.delete(oldest);
  }

  private draw(probes: ProbeSet, stage: StageModel, logits: Float32Array): void {
    const temperature = this.shownTemperature();
    const classes = probes.classNames.length;
    const measures = probes.examples.map(({ teacherLogits, label }, index) =>
      teacherLogits
        ? measureProbe(
            teacherLogits,
            logits.subarray(index * classes, (index + 1) * classes),
            label,
            temperature,
          )
        : undefined,
    );
    const { probeOrder, probe, leaning } = this.context.store.current;
    const labels = probes.examples.map(({ label }) => label);
    const all = orderProbes(measures, labels, probeOrder);
    const chosenOnMap = leaning
      ? all.filter((index) => leans(measures[index], labels[index] ?? NaN, leaning))
      : all;
    const order = chosenOnMap.length > 0 ? chosenOnMap : all;
    this.only.show(leaning, chosenOnMap.length, probes.classNames);
    const chosen = probe !== undefined && order.includes(probe) ? probe : (order[0] ?? 0);
    this.drawList(probes, order, chosen);
    this.drawDetail(probes, stage, { index: chosen, measure: measures[chosen] }, temperature);
  }

  private drawList(probes: ProbeSet, order: readonly number[], chosen: number): void {
    const facts = `${order.join()} ${chosen}`;
    if (facts === this.listShown) return;
    this.listShown = facts;
    const hadFocus = this.list.contains(document.activeElement);
    setChildren(
      this.list,
      ...order.map((index) => {
        const example = probes.examples[index];
        const name = shownName(probes.classNames[example?.label ?? 0] ?? '', 12);
        return h(
          'button',
          {
            class: 'probe',
            role: 'option',
            'aria-selected': index === chosen ? 'true' : 'false',
            tabindex: index === chosen ? 0 : -1,
            'data-index': index,
            onclick: () => {
              this.context.store.change({ probe: index });
            },
          },
          probes.inputShape.length === 3
            ? inputPicture(example?.input ?? [], probes.inputShape, undefined, name)
            : undefined,
          h('span', {}, name),
        );
      }),
    );
    if (hadFocus) this.list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private drawDetail(
    probes: ProbeSet,
    { head }: StageModel,
    chosen: { readonly index: number; readonly measure: ProbeMeasures | undefined },
    temperature: number,
  ): void {
    const example = probes.examples[chosen.index];
    const { measure } = chosen;
    if (!example || !measure || !example.teacherLogits) {
      setChildren(this.detail, h('p', { class: 'empty' }, t('No answer of a teacher is on record.')));
      return;
    }
    const name = (index: number): string => shownName(probes.classNames[index] ?? String(index), 24);
    const role = roleOf(head.stage) ?? 'student';
    setChildren(
      this.detail,
      h(
        'div',
        { class: 'probe-head' },
        inputPicture(example.input, probes.inputShape, probes.featureNames, name(example.label)),
        h(
          'dl',
          { class: 'numbers' },
          number(t('Label'), name(example.label)),
          number(t('Teacher says'), name(measure.teacherAnswer)),
          number(t('{0} says', stageName(head.stage)), name(measure.studentAnswer)),
          number(t('KL at T, nats'), decimal(measure.divergence, 4)),
          number(
            t('Entropy, nats'),
            `${decimal(measure.teacherEntropy, 2)} / ${decimal(measure.studentEntropy, 2)}`,
          ),
          number(
            t('Off the label'),
            `${decimal(100 * measure.teacherOffLabel, 1)} / ${percent(measure.studentOffLabel, 1)}`,
          ),
          number(t('Rank agreement'), decimal(measure.rankAgreement, 2)),
        ),
      ),
      distributionBars(
        [
          { name: t('Teacher'), role: 'teacher', probabilities: measure.teacher },
          { name: stageName(head.stage), role, probabilities: measure.student },
        ],
        probes.classNames,
        example.label,
      ),
      h('h2', {}, t('The teacher at three temperatures')),
      this.high.element,
      h(
        'div',
        { class: 'minis' },
        ...[1, temperature, this.context.store.current.highTemperature].map((at) => {
          const shares = softmax(example.teacherLogits ?? [], at);
          return miniDistribution(
            t('T = {0}', at),
            shares,
            'teacher',
            t('entropy {0} nats', decimal(entropy(shares), 2)),
          );
        }),
      ),
    );
  }

  private togglePlay(): void {
    if (this.timer !== undefined) {
      window.clearInterval(this.timer);
      this.timer = undefined;
      this.playButton.textContent = t('Play');
      return;
    }
    this.playButton.textContent = t('Stop');
    const { store } = this.context;
    store.change({ epoch: this.stage()?.snapshots[0] });
    this.timer = window.setInterval(() => {
      const stage = this.stage();
      const place = stage ? stage.snapshots.indexOf(this.shownEpoch(stage)) : -1;
      const next = stage?.snapshots[place + 1];
      if (next === undefined) this.togglePlay();
      else store.change({ epoch: next });
    }, PLAY_MILLISECONDS);
  }

  private onKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowRight: 1,
      ArrowUp: -1,
      ArrowLeft: -1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const options = [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
    const place = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const index = options[Math.max(0, Math.min(options.length - 1, place + step))]?.dataset['index'];
    if (index !== undefined) this.context.store.change({ probe: Number(index) });
  }
}

function number(label: string, value: string): HTMLElement {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}
