import type { ProbeSet } from '../../protocol/dashboard';
import type { StageKey } from '../../protocol/events';
import { button, dropdown, slider, type Slider } from '../base/controls';
import { h, setChildren, setShown } from '../base/dom';
import { stageName } from '../base/names';
import { t } from '../base/text';
import { TemperatureBars } from '../charts/temperatureBars';
import { leans, measureProbe, orderProbes, type ProbeOrder } from '../pure/probeMeasures';
import { roleOf, type StageModel } from '../pure/runModel';
import { AbsenceNote } from './absenceNote';
import { LeaningNote } from './leaningNote';
import { probeDetail } from './probeDetail';
import { ProbeList } from './probeList';
import { Snapshots } from './snapshots';
import { temperatureSlider } from './temperatureSlider';
import type { RunContext, View } from './view';

const DEFAULT_TEMPERATURE = 4;
const PLAY_MILLISECONDS = 220;

/** What the teacher hands down for single examples, and how far the student has come towards it. */
export class SoftTargetsView implements View {
  readonly element: HTMLElement;
  private readonly absence: AbsenceNote;
  private readonly body = h('div', { class: 'soft-targets' });
  private readonly list: ProbeList;
  private readonly answers = h('div', {});
  private readonly temperatureBars = new TemperatureBars();
  private readonly teacherAlone: HTMLElement;
  private readonly only: LeaningNote;
  private readonly studentChoice = h('span');
  private readonly temperature: Slider;
  private readonly high: Slider;
  private readonly scrubber: Slider;
  private probes: ProbeSet | null | undefined;
  private readonly snapshots: Snapshots;
  private studentsShown = '';
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
    this.snapshots = new Snapshots(context.channel, () => {
      this.update();
    });
    this.list = new ProbeList((probe) => {
      store.change({ probe });
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
    this.teacherAlone = h(
      'div',
      {},
      h('h2', {}, t('The teacher at three temperatures')),
      this.high.element,
      this.temperatureBars.element,
    );
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
      h(
        'div',
        { class: 'probe-columns' },
        this.list.element,
        h('div', { class: 'probe-detail' }, this.answers, this.teacherAlone),
      ),
    );
    this.element = h('div', {}, this.absence.element, this.body);
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
    const logits = this.snapshots.logits(stage.head.stage, this.shownEpoch(stage));
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
    this.list.show(probes, order, chosen);
    setChildren(
      this.answers,
      ...probeDetail(probes, { index: chosen, measure: measures[chosen], stage: stage.head.stage }),
    );
    const teacherLogits = probes.examples[chosen]?.teacherLogits;
    setShown(this.teacherAlone, teacherLogits ? 'shown' : 'hidden');
    if (!teacherLogits) return;
    this.temperatureBars.show({
      logits: teacherLogits,
      classNames: probes.classNames,
      temperatures: [1, temperature, this.context.store.current.highTemperature],
    });
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
}
