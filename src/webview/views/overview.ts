import { count, duration, percent, significant } from '../../common/format';
import type { StageHead } from '../../protocol/dashboard';
import type { Report } from '../../protocol/report';
import { h, setChildren, setText } from '../base/dom';
import { icon, statusLook } from '../base/icons';
import { shownName, stageName } from '../base/names';
import { t } from '../base/text';
import { type Absence, absenceOf } from '../pure/absence';
import { fractionOf, secondsLeft } from '../pure/progress';
import { roleOf, type StageModel } from '../pure/runModel';
import { dotPlot } from './dotPlot';
import { ProcessPicture } from './process';
import { TakenOver } from './takenOver';
import type { RunContext, View } from './view';

const ABSENT = '–';

/** Where the run is, what it has found so far, and what to know about it. */
export class Overview implements View {
  readonly element: HTMLElement;
  private readonly picture: ProcessPicture;
  private readonly numbers = h('dl', { class: 'numbers', 'aria-label': t('Live numbers') });
  private readonly stages = h('ol', { class: 'stages' });
  private readonly result = h('section', { class: 'card' });
  private readonly takenOver: TakenOver;
  private readonly warnings = h('section', { class: 'warnings' });
  private readonly log = h('pre', {
    class: 'log',
    tabindex: 0,
    'aria-label': t('The last lines of the log'),
  });
  private readonly settings = h('table', { class: 'plain' });
  private readonly cells = new Map<string, HTMLElement>();
  private warningsShown = '[]';
  private settingsShown = '';
  private readonly noResult = h('p', { class: 'quiet' });
  private resultShown: Report | undefined;

  constructor(private readonly context: RunContext) {
    this.picture = new ProcessPicture(context);
    this.takenOver = new TakenOver(context);
    this.result.append(h('h2', {}, t('Result')), this.noResult);
    this.element = h(
      'div',
      { class: 'overview' },
      this.warnings,
      this.picture.element,
      this.numbers,
      h(
        'div',
        { class: 'columns' },
        this.result,
        this.takenOver.element,
        h('section', { class: 'card all-stages' }, h('h2', {}, t('Stages')), this.stages),
      ),
      h('details', {}, h('summary', {}, t('Log')), this.log),
      h('details', {}, h('summary', {}, t('Settings')), this.settings),
    );
  }

  update(): void {
    this.picture.update();
    this.updateNumbers();
    this.updateStages();
    this.updateResult();
    this.takenOver.update();
    this.updateWarnings();
    setText(this.log, this.context.model.log.map((line) => shownName(line, 2000)).join('\n'));
    this.updateSettings();
  }

  private updateNumbers(): void {
    const { model } = this.context;
    const stage = currentTraining(model.trained());
    const latest = stage?.head.latest;
    const accuracy = stage && latestAccuracy(stage);
    const left = stage && secondsLeft(stage.head, model.head?.batchSize);
    const speed = model.head?.status === 'paused' ? undefined : stage?.head.examplesPerSecond;
    this.number(t('Network'), stage ? stageName(stage.head.stage) : ABSENT);
    this.number(t('Loss'), latest ? significant(latest.total) : ABSENT);
    this.number(t('Labels (cross-entropy)'), latest ? significant(latest.hard) : ABSENT);
    this.number(t('Soft targets (KL)'), latest?.soft === undefined ? ABSENT : significant(latest.soft));
    this.number(t('Validation accuracy'), accuracy === undefined ? ABSENT : percent(accuracy, 1));
    this.number(t('Examples a second'), speed === undefined ? ABSENT : count(Math.round(speed)));
    this.number(t('Time left, this stage'), left === undefined ? ABSENT : duration(left));
  }

  private number(label: string, value: string): void {
    let cell = this.cells.get(label);
    if (!cell) {
      cell = h('dd');
      this.cells.set(label, cell);
      this.numbers.append(h('div', {}, h('dt', {}, label), cell));
    }
    setText(cell, value);
  }

  private updateStages(): void {
    const stages = [...this.context.model.stages.values()];
    if (stages.length === 0) {
      setChildren(this.stages, h('li', { class: 'quiet' }, t('No stage has begun.')));
      return;
    }
    setChildren(this.stages, ...stages.map((stage) => stageRow(stage)));
  }

  private updateResult(): void {
    const { model } = this.context;
    const { report } = model;
    if (!report) setText(this.noResult, resultSentence(absenceOf(model, (stage) => stage === 'report')));
    if (!report || this.resultShown === report) return;
    this.resultShown = report;
    setChildren(this.result, h('h2', {}, t('Result')), dotPlot(report));
  }

  private updateWarnings(): void {
    const { model } = this.context;
    const reported = model.report?.warnings ?? [];
    const live = model.warnings.filter(({ message }) => !reported.some((other) => other.message === message));
    const warnings = [...reported, ...live];
    const facts = JSON.stringify(warnings.map(({ message, mend }) => [message, mend]));
    if (facts === this.warningsShown) return;
    this.warningsShown = facts;
    setChildren(
      this.warnings,
      ...warnings.map(({ message, mend }) =>
        h(
          'div',
          { class: 'notice' },
          icon('warning'),
          h(
            'p',
            {},
            shownName(message, 1000),
            mend === undefined ? undefined : h('span', { class: 'mend' }, ` ${shownName(mend, 1000)}`),
          ),
        ),
      ),
    );
  }

  private updateSettings(): void {
    const settings = this.context.model.head?.settings ?? [];
    const facts = JSON.stringify(settings);
    if (facts === this.settingsShown) return;
    this.settingsShown = facts;
    setChildren(
      this.settings,
      h(
        'tbody',
        {},
        ...settings.map(({ name, value }) =>
          h('tr', {}, h('th', { scope: 'row' }, shownName(name, 100)), h('td', {}, shownName(value, 1000))),
        ),
      ),
    );
  }
}

function resultSentence(absence: Absence): string {
  switch (absence) {
    case 'unplanned':
      return t('This run trains only the teacher, so it has no report.');
    case 'coming':
      return t(
        'The result appears here when the run is done: accuracy on the test set, with intervals, and what was saved.',
      );
    case 'over':
      return t('This run ended without a result.');
  }
}

function stageRow({ head }: StageModel): HTMLElement {
  const look = statusLook(head.status);
  const fraction = fractionOf(head);
  const bar = h('div', {
    class: 'bar',
    role: 'progressbar',
    'aria-label': stageName(head.stage),
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': fraction === undefined ? undefined : Math.round(100 * fraction),
  });
  const filled = h('div', { class: `bar-fill role-${roleOf(head.stage) ?? 'other'}` });
  filled.style.setProperty('width', `${100 * (fraction ?? 0)}%`);
  bar.append(filled);
  return h(
    'li',
    { class: `stage stage-${head.status}` },
    h(
      'span',
      { class: `status status-${head.status}` },
      icon(look.shape),
      h('span', { class: 'for-ears' }, look.word),
    ),
    h('span', { class: 'stage-name' }, stageName(head.stage)),
    bar,
    h('span', { class: 'stage-text quiet' }, stageText(head)),
  );
}

function stageText(head: StageHead): string {
  if (head.summary !== undefined) return shownName(head.summary, 300);
  if (head.totalSteps !== undefined) return t('step {0} of {1}', count(head.step), count(head.totalSteps));
  if (head.progress) {
    const { done, total, unit } = head.progress;
    return t('{0} of {1} {2}', count(done), count(total), unit);
  }
  return statusLook(head.status).word;
}

/** The network in training, else the student or whatever was trained last. */
export function currentTraining(trained: readonly StageModel[]): StageModel | undefined {
  const begun = trained.filter(({ head }) => head.latest !== undefined);
  return (
    begun.find(({ head }) => head.status === 'running') ??
    begun.findLast(({ head }) => roleOf(head.stage) === 'student') ??
    begun.at(-1)
  );
}

/** After the latest epoch: on the validation split, else on the sample of the training split. */
export function latestAccuracy({ epochs }: StageModel): number | undefined {
  const latest = epochs.at(-1);
  return latest?.validation?.accuracy ?? latest?.train.accuracy;
}
