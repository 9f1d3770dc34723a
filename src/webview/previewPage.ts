import { entropy, softmax } from '../common/distribution';
import { decimal, significant } from '../common/format';
import type { PanelSubject, PreviewExample, PreviewTeacher } from '../protocol/dashboard';
import { h, setChildren, setShown, setText } from './base/dom';
import { shownName } from './base/names';
import { t } from './base/text';
import type { Page, PageContext } from './page';
import { distributionBars } from './charts/distributionBars';
import { TemperatureBars } from './charts/temperatureBars';
import { inputPicture } from './charts/inputPicture';
import { EntropyCurve, type EntropyLine } from './charts/entropyCurve';
import { entropyCurve, entropyShare } from './pure/entropyCurve';
import { temperatureSlider } from './views/temperatureSlider';

/** Logits of an image of a 2 that looks a little like a 3 and a 7, when nothing better is at hand. */
const EXAMPLE_LOGITS = [-1.2, 0.4, 9.1, 5.6, -2.3, -0.8, -3.1, 4.2, 1.5, -0.6];
const DEFAULT_TEMPERATURE = 4;
const MOST_LOGITS = 1000;
const MOST_EXAMPLES = 24;

/** What a temperature does to logits, typed in or of a real teacher. Needs no run. */
export class PreviewPage implements Page {
  readonly element: HTMLElement;
  private readonly temperatureBars = new TemperatureBars();
  private readonly curve: EntropyCurve;
  private readonly bars = h('div', { class: 'scroll' });
  private readonly examples = h('div', { class: 'preview-examples' });
  private readonly explanation = h('p', { class: 'verdict', 'aria-live': 'polite' });
  private readonly input: HTMLInputElement;
  private readonly problem = h('p', { class: 'notice', role: 'alert', hidden: true });
  private readonly temperature;
  private teacher: PreviewTeacher | null = null;
  private linesOf:
    | {
        readonly logits: readonly number[];
        readonly teacher: PreviewTeacher | null;
        readonly lines: readonly EntropyLine[];
      }
    | undefined;

  constructor(
    private readonly subject: Extract<PanelSubject, { kind: 'preview' }>,
    private readonly context: PageContext,
  ) {
    const { store } = context;
    this.curve = new EntropyCurve((picture, png) => {
      void context.channel.request('savePicture', { picture, png });
    });
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
    const body = h(
      'div',
      {},
      h('div', { class: 'toolbar' }, this.temperature.element, high.element),
      h('label', { class: 'field wide' }, h('span', {}, t('Logits')), this.input),
      this.problem,
      this.examples,
      this.temperatureBars.element,
      this.curve.element,
      h('section', { class: 'card' }, h('h2', {}, t('Every class')), this.bars),
    );
    this.element = h(
      'div',
      { class: 'page preview' },
      h('header', { class: 'run-header' }, h('h1', {}, t('Soft targets at a temperature')), this.explanation),
      body,
    );
    setShown(body, 'hidden');
    void context.channel
      .request('previewTeacher', {})
      .then((teacher) => {
        this.teacher = teacher;
        if (teacher && store.current.logits === undefined) this.choose(mostAmbiguous(teacher));
        this.updateExamples();
      })
      .finally(() => {
        setShown(body, 'shown');
      });
  }

  apply(): void {
    // A preview follows no run.
  }

  update(): void {
    const temperature = this.shownTemperature();
    const logits = this.logits();
    const names = this.teacher?.classNames ?? logits.map((_, index) => String(index));
    const label = this.shownExample()?.label;
    this.temperature.set(temperature);
    const classNames = logits.map((_, index) => names[index] ?? String(index));
    const temperatures = [1, temperature, this.context.store.current.highTemperature];
    this.temperatureBars.show({ logits, classNames, temperatures });
    setChildren(
      this.bars,
      distributionBars(
        [
          { name: t('T = {0}', 1), role: 'baseline', probabilities: softmax(logits, 1) },
          { name: t('T = {0}', temperature), role: 'teacher', probabilities: softmax(logits, temperature) },
        ],
        classNames,
        label,
      ),
    );
    const shown = this.shownExample();
    const buttons = this.examples.querySelectorAll('button');
    for (const [index, example] of (this.teacher?.examples ?? []).entries()) {
      buttons[index]?.setAttribute('aria-pressed', String(example === shown));
    }
    const lines = this.lines(logits);
    this.curve.show({ lines, temperature });
    const [, ofTeacher] = lines;
    setText(
      this.explanation,
      [explain(logits, temperature), ofTeacher && explainMean(ofTeacher, temperature)]
        .filter((sentence) => sentence !== undefined)
        .join(' '),
    );
  }

  /** Of the logits shown and, where it is known, of the teacher on average; kept while they are the same. */
  private lines(logits: readonly number[]): readonly EntropyLine[] {
    const { teacher } = this;
    if (this.linesOf?.logits !== logits || this.linesOf.teacher !== teacher) {
      const line = (name: string, role: EntropyLine['role'], rows: EntropyLine['rows']): EntropyLine => ({
        name,
        role,
        rows,
        softness: entropyCurve(rows),
      });
      const shown = line(t('These logits'), 'teacher', [logits]);
      const rows = teacher?.examples.map((example) => example.logits) ?? [];
      const mean = t('Mean of the teacher’s {0} recorded examples', rows.length);
      const lines = rows.length === 0 ? [shown] : [shown, line(mean, 'baseline', rows)];
      this.linesOf = { logits, teacher, lines };
    }
    return this.linesOf.lines;
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

  /** The example whose logits are shown; none when they were typed. */
  private shownExample(): PreviewExample | undefined {
    const { logits } = this.context.store.current;
    return this.teacher?.examples.find((example) => isSame(example.logits, logits));
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

  private choose({ logits }: PreviewExample): void {
    this.input.value = logits
      .map((logit) => significant(logit))
      .join(', ')
      .replaceAll('−', '-');
    this.context.store.change({ logits: [...logits] });
  }

  private updateExamples(): void {
    const { teacher } = this;
    if (!teacher) return;
    setChildren(
      this.examples,
      h('p', { class: 'quiet' }, introduction(teacher)),
      ...teacher.examples.slice(0, MOST_EXAMPLES).map((example) => {
        const name = shownName(teacher.classNames[example.label] ?? String(example.label), 12);
        const isPicture = teacher.inputShape.length === 3;
        return h(
          'button',
          {
            class: isPicture ? 'probe' : 'chip',
            'aria-pressed': 'false',
            onclick: () => {
              this.choose(example);
            },
          },
          isPicture ? inputPicture(example.input, teacher.inputShape, undefined, name) : undefined,
          h('span', {}, name),
        );
      }),
    );
    this.update();
  }
}

/** What its soft targets tell is seen best. A teacher has at least one example. */
function mostAmbiguous({ examples }: PreviewTeacher): PreviewExample {
  const entropyOf = ({ logits }: PreviewExample): number => entropy(softmax(logits));
  return examples.reduce((most, example) => (entropyOf(example) > entropyOf(most) ? example : most));
}

function introduction({ title, settings }: PreviewTeacher): string {
  const name = shownName(title, 80);
  return settings === 'as-now'
    ? t('Real answers of the teacher of {0}:', name)
    : t('Real answers of the teacher of {0}, which had other settings than the file has now:', name);
}

function isSame(one: readonly number[], other: readonly number[] | undefined): boolean {
  return other?.length === one.length && one.every((value, index) => value === other[index]);
}

/** In one sentence, what this temperature does to these logits. */
function explain(logits: readonly number[], temperature: number): string {
  const share = entropyShare([logits], temperature);
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

function explainMean({ rows }: EntropyLine, temperature: number): string {
  return t(
    'Over the {0} recorded examples of the teacher it is {1} % on average.',
    rows.length,
    decimal(100 * entropyShare(rows, temperature), 0),
  );
}
