import { decimal } from '../../common/format';
import { softmax } from '../../common/distribution';
import type { ProbeSet } from '../../protocol/dashboard';
import type { ProbeExample } from '../../protocol/events';
import type { Channel } from '../base/channel';
import { dropdown, slider, type Slider } from '../base/controls';
import { h, setChildren, setText } from '../base/dom';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import type { ViewStore } from '../base/viewState';
import { distributionBars } from '../charts/distributionBars';
import { inputPicture } from '../charts/inputPicture';
import type { ComparedRun } from '../pure/comparing';
import { measureProbe, totalVariation } from '../pure/probeMeasures';
import { roleOf, type StageModel } from '../pure/runModel';
import { temperatureSlider } from '../views/temperatureSlider';
import type { RunLooks } from './runLooks';

const DEFAULT_TEMPERATURE = 4;

/** How the students of two runs answer the same example, each with its teacher. */
export class SoftTargetsBeside {
  readonly element: HTMLElement;
  private readonly choices = h('span', { class: 'toolbar' });
  private readonly temperature: Slider;
  private readonly example: Slider;
  private readonly note = h('p', { class: 'quiet' });
  private readonly picture = h('div', {});
  private readonly sides = h('div', { class: 'sides' });
  private readonly probes = new Map<string, ProbeSet | null>();
  private readonly logits = new Map<string, { readonly epoch: number; readonly logits: Float32Array }>();
  private readonly asked = new Set<string>();
  private choicesShown = '';
  private runs: readonly ComparedRun[] = [];
  /** The examples of both runs, by their place in the training split. */
  private inOrder: readonly number[] = [];

  constructor(
    private readonly context: { readonly channel: Channel; readonly store: ViewStore },
    private readonly looks: RunLooks,
  ) {
    const { store } = context;
    this.temperature = temperatureSlider(
      t('Temperature'),
      store.current.temperature ?? DEFAULT_TEMPERATURE,
      (temperature) => {
        store.change({ temperature });
      },
    );
    this.example = slider({
      label: t('Example'),
      minimum: 0,
      maximum: 1,
      step: 1,
      value: 0,
      text: (rank) => String(rank + 1),
      onInput: (rank) => {
        store.change({ probe: this.inOrder[rank] });
      },
    });
    this.element = h(
      'section',
      { class: 'card' },
      h('h2', {}, t('Soft targets of two runs')),
      h('div', { class: 'toolbar' }, this.choices, this.temperature.element, this.example.element),
      this.note,
      this.picture,
      this.sides,
    );
  }

  show(runs: readonly ComparedRun[]): void {
    this.runs = runs.filter((run) => run.head.hasProbes && answering(run));
    this.element.hidden = this.runs.length < 2;
    const pair = this.pair();
    if (!pair) return;
    this.updateChoices(pair);
    const sets = pair.map((run) => this.probesOf(run));
    const [left, right] = sets;
    if (!left || !right) return;
    const common = this.commonExamples(pair, [left, right]);
    const { probe } = this.context.store.current;
    const rank = Math.max(
      0,
      common.findIndex(({ example }) => example.index === probe),
    );
    const chosen = common[rank];
    this.inOrder = common.map(({ example }) => example.index);
    this.example.setMaximum(Math.max(0, common.length - 1));
    this.example.set(rank);
    setText(
      this.note,
      chosen
        ? t(
            'Example {0} of the training split: {1}. Examples on which the two students differ most come first.',
            chosen.example.index,
            className(left, chosen.example.label),
          )
        : t('These two runs have recorded no example that both have answered.'),
    );
    setChildren(
      this.picture,
      chosen && left.inputShape.length === 3
        ? inputPicture(
            chosen.example.input,
            left.inputShape,
            undefined,
            className(left, chosen.example.label),
          )
        : undefined,
    );
    setChildren(
      this.sides,
      ...pair.map((run, index) => {
        const set = index === 0 ? left : right;
        const example = index === 0 ? chosen?.example : chosen?.other;
        return example ? this.side(run, set, set.examples.indexOf(example)) : undefined;
      }),
    );
  }

  private pair(): readonly [ComparedRun, ComparedRun] | undefined {
    const { beside } = this.context.store.current;
    const find = (folder: string | undefined): ComparedRun | undefined =>
      this.runs.find(({ head }) => head.folder === folder);
    const first = find(beside?.[0]) ?? this.runs[0];
    const second = find(beside?.[1]) ?? this.runs.find((run) => run !== first);
    return first && second ? [first, second] : undefined;
  }

  /** What both have answered; first that on which their students differ most at T = 1. */
  private commonExamples(
    pair: readonly [ComparedRun, ComparedRun],
    [left, right]: readonly [ProbeSet, ProbeSet],
  ): CommonExample[] {
    const [ofLeft, ofRight] = pair.map((run) => this.answersOf(run));
    return left.examples
      .flatMap((example, place): (CommonExample & { readonly difference: number })[] => {
        const otherPlace = right.examples.findIndex(
          ({ index, label }) => index === example.index && label === example.label,
        );
        const other = right.examples[otherPlace];
        if (!other) return [];
        const [p, q] = [ofLeft?.(place), ofRight?.(otherPlace)];
        return [{ example, other, difference: p && q ? totalVariation(p, q) : 0 }];
      })
      .sort((a, b) => b.difference - a.difference);
  }

  /** The student's probabilities at T = 1 of an example, by its place among those on record. */
  private answersOf(run: ComparedRun): ((place: number) => Float64Array) | undefined {
    const stage = answering(run);
    const logits = stage && this.logitsOf(run, stage);
    const classes = this.probes.get(run.head.folder)?.classNames.length ?? 0;
    return logits && ((place) => softmax(logits.subarray(place * classes, (place + 1) * classes), 1));
  }

  private updateChoices(pair: readonly [ComparedRun, ComparedRun]): void {
    const folders = pair.map(({ head }) => head.folder) as [string, string];
    const options = this.runs.map((run) => [run.head.folder, this.looks.nameOf(run)] as const);
    const facts = JSON.stringify([folders, options]);
    if (facts === this.choicesShown) return;
    this.choicesShown = facts;
    const choice = (place: 0 | 1, label: string): HTMLElement =>
      dropdown<string>(label, options, folders[place], (folder) => {
        this.context.store.change({ beside: place === 0 ? [folder, folders[1]] : [folders[0], folder] });
      });
    setChildren(this.choices, choice(0, t('Left')), choice(1, t('Right')));
  }

  private side(run: ComparedRun, probes: ProbeSet, place: number): HTMLElement | undefined {
    const stage = answering(run);
    const teacherLogits = probes.examples[place]?.teacherLogits;
    const logits = stage && this.logitsOf(run, stage);
    if (!stage || !teacherLogits || !logits) return undefined;
    const classes = probes.classNames.length;
    const label = probes.examples[place]?.label ?? 0;
    const measure = measureProbe(
      teacherLogits,
      logits.subarray(place * classes, (place + 1) * classes),
      label,
      this.context.store.current.temperature ?? DEFAULT_TEMPERATURE,
    );
    return h(
      'section',
      {},
      h('h2', {}, this.looks.nameOf(run)),
      h('p', { class: 'quiet' }, t('KL from teacher: {0} nats', decimal(measure.divergence, 4))),
      distributionBars(
        [
          { name: t('Teacher'), role: 'teacher', probabilities: measure.teacher },
          { name: stageName(stage.head.stage), role: 'student', probabilities: measure.student },
        ],
        probes.classNames,
        label,
      ),
    );
  }

  private probesOf({ head: { folder } }: ComparedRun): ProbeSet | null | undefined {
    this.askOnce(`probes ${folder}`, async () => {
      this.probes.set(folder, await this.context.channel.request('probes', { folder }));
    });
    return this.probes.get(folder);
  }

  /** Of the latest epoch on record; the one before is shown until it is there. */
  private logitsOf({ head: { folder } }: ComparedRun, stage: StageModel): Float32Array | undefined {
    const epoch = stage.snapshots.at(-1) ?? 0;
    const key = `${folder} ${stage.head.stage}`;
    this.askOnce(`snapshot ${key} ${epoch}`, async () => {
      const ask = { folder, stage: stage.head.stage, epoch };
      const answer = await this.context.channel.request('snapshot', ask);
      if (answer) this.logits.set(key, answer);
    });
    return this.logits.get(key)?.logits;
  }

  private askOnce(key: string, ask: () => Promise<void>): void {
    if (this.asked.has(key)) return;
    this.asked.add(key);
    void ask().then(() => {
      this.show(this.runs);
    });
  }
}

interface CommonExample {
  readonly example: ProbeExample;
  readonly other: ProbeExample;
}

/** The first student with answers on record. */
function answering({ stages }: ComparedRun): StageModel | undefined {
  return stages.find(({ head, snapshots }) => roleOf(head.stage) === 'student' && snapshots.length > 0);
}

function className({ classNames }: ProbeSet, label: number): string {
  return shownName(classNames[label] ?? String(label), 24);
}
