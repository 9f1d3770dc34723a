import { entropy, softmax } from '../common/distribution';
import { decimal, significant } from '../common/format';
import type { PanelSubject, PreviewTeacher } from '../protocol/dashboard';
import { h, setChildren, setText } from './base/dom';
import { shownName } from './base/names';
import { t } from './base/text';
import type { Page, PageContext } from './page';
import { distributionBars, miniDistribution } from './charts/distributionBars';
import { temperatureSlider } from './views/temperatureSlider';

/** Logits of an image of a 2 that looks a little like a 3 and a 7, when nothing better is at hand. */
const EXAMPLE_LOGITS = [-1.2, 0.4, 9.1, 5.6, -2.3, -0.8, -3.1, 4.2, 1.5, -0.6];
const DEFAULT_TEMPERATURE = 4;
const MOST_LOGITS = 1000;

/** What a temperature does to logits, typed in or of a real teacher. Needs no run. */
export class PreviewPage implements Page {
  readonly element: HTMLElement;
  private readonly minis = h('div', { class: 'minis' });
  private readonly bars = h('div', { class: 'scroll' });
  private readonly examples = h('div', { class: 'toolbar' });
  private readonly explanation = h('p', { class: 'verdict', 'aria-live': 'polite' });
  private readonly input: HTMLInputElement;
  private readonly problem = h('p', { class: 'notice', role: 'alert', hidden: true });
  private readonly temperature;
  private teacher: PreviewTeacher | null = null;
  private example = 0;

  constructor(
    private readonly subject: Extract<PanelSubject, { kind: 'preview' }>,
    private readonly context: PageContext,
  ) {
    const { store } = context;
    this.temperature = temperatureSlider(t('Temperature'), this.shownTemperature(), (temperature) => {
      store.change({ temperature });
    });
    const high = temperatureSlider(t('High'), store.current.highTemperature, (highTemperature) => {
      store.change({ highTemperature });
    });
    this.input = h('input', {
      type: 'text',
      class: 'logits',
      spellcheck: 'false',
      'aria-label': t('Logits, separated by commas'),
      oninput: () => {
        this.readLogits();
      },
    });
    this.input.value = this.logits().join(', ');
    this.element = h(
      'div',
      { class: 'page preview' },
      h('header', { class: 'run-header' }, h('h1', {}, t('Soft targets at a temperature')), this.explanation),
      h('div', { class: 'toolbar' }, this.temperature.element, high.element),
      h('label', { class: 'field wide' }, h('span', {}, t('Logits')), this.input),
      this.problem,
      this.examples,
      this.minis,
      h('section', { class: 'card' }, h('h2', {}, t('Every class')), this.bars),
    );
    void context.channel.request('previewTeacher', {}).then((teacher) => {
      this.teacher = teacher;
      if (teacher && store.current.logits === undefined) this.chooseExample(0);
      this.updateExamples();
    });
  }

  apply(): void {
    // A preview follows no run.
  }

  update(): void {
    const temperature = this.shownTemperature();
    const logits = this.logits();
    const names = this.teacher?.classNames ?? logits.map((_, index) => String(index));
    const label = this.teacher?.examples[this.example]?.label;
    this.temperature.set(temperature);
    const temperatures = [1, temperature, this.context.store.current.highTemperature];
    setChildren(
      this.minis,
      ...temperatures.map((at) => {
        const shares = softmax(logits, at);
        return miniDistribution(
          t('T = {0}', at),
          shares,
          'teacher',
          t('entropy {0} nats', decimal(entropy(shares), 2)),
        );
      }),
    );
    setChildren(
      this.bars,
      distributionBars(
        [
          { name: t('T = {0}', 1), role: 'baseline', probabilities: softmax(logits, 1) },
          { name: t('T = {0}', temperature), role: 'teacher', probabilities: softmax(logits, temperature) },
        ],
        logits.map((_, index) => names[index] ?? String(index)),
        label,
      ),
    );
    setText(this.explanation, explain(logits, temperature));
  }

  recolour(): void {
    this.update();
  }

  private shownTemperature(): number {
    return this.context.store.current.temperature ?? this.subject.temperature ?? DEFAULT_TEMPERATURE;
  }

  private logits(): readonly number[] {
    return this.context.store.current.logits ?? EXAMPLE_LOGITS;
  }

  private readLogits(): void {
    const numbers = this.input.value
      .split(/[\s,;]+/)
      .filter((text) => text !== '')
      .map(Number);
    const usable = numbers.length >= 2 && numbers.length <= MOST_LOGITS && numbers.every(Number.isFinite);
    this.problem.hidden = usable;
    if (usable) this.context.store.change({ logits: numbers });
    else this.problem.textContent = t('Type at least two numbers, separated by commas.');
  }

  private chooseExample(index: number): void {
    const example = this.teacher?.examples[index];
    if (!example) return;
    this.example = index;
    this.input.value = example.logits
      .map((logit) => significant(logit))
      .join(', ')
      .replaceAll('−', '-');
    this.context.store.change({ logits: [...example.logits] });
  }

  private updateExamples(): void {
    const { teacher } = this;
    if (!teacher) return;
    setChildren(
      this.examples,
      h('span', { class: 'quiet' }, introduction(teacher)),
      ...teacher.examples.slice(0, 24).map(({ label }, index) =>
        h(
          'button',
          {
            class: 'chip',
            onclick: () => {
              this.chooseExample(index);
            },
          },
          shownName(teacher.classNames[label] ?? String(label), 12),
        ),
      ),
    );
    this.update();
  }
}

function introduction({ title, settings }: PreviewTeacher): string {
  const name = shownName(title, 80);
  return settings === 'as-now'
    ? t('Real answers of the teacher of {0}:', name)
    : t('Real answers of the teacher of {0}, which had other settings than the file has now:', name);
}

/** In one sentence, what this temperature does to these logits. */
function explain(logits: readonly number[], temperature: number): string {
  const shares = softmax(logits, temperature);
  const share = entropy(shares) / Math.log(logits.length);
  const much = decimal(100 * share, 0);
  if (share < 0.05)
    return t(
      'At T = {0} these targets are nearly one-hot ({1} % of the largest entropy): they tell little more than labels.',
      temperature,
      much,
    );
  if (share > 0.95)
    return t(
      'At T = {0} these targets are nearly uniform ({1} % of the largest entropy): differences between classes almost vanish.',
      temperature,
      much,
    );
  return t(
    'At T = {0} these targets have {1} % of the largest entropy: the classes that resemble the answer show.',
    temperature,
    much,
  );
}
