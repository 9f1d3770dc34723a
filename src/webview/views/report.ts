import { decimal } from '../../common/format';
import type { NetworkReport, Report } from '../../protocol/report';
import { dropdown } from '../base/controls';
import { h, setChildren } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { Heatmap } from '../charts/heatmap';
import { sequentialRange } from '../pure/colourScales';
import { AbsenceNote } from './absenceNote';
import { dotPlot } from './dotPlot';
import { reliability } from './reliability';
import { confusedTable, reportTable, seedTable } from './reportTable';
import type { RunContext, View } from './view';

/** What was measured on the test set, at the end. */
export class ReportView implements View {
  readonly element = h('div', { class: 'report' });
  private shown: Report | undefined;
  private readonly absence: AbsenceNote;
  private readonly heatmap = new Heatmap({
    cellText: (value) => String(value),
    legendText: (value) => decimal(value, 0),
    title: () => t('Confusion matrix'),
    onSave: (png) => {
      this.save(t('Confusion matrix'), png);
    },
  });
  private network = 0;

  constructor(private readonly context: RunContext) {
    this.absence = new AbsenceNote(context, {
      broughtBy: (stage) => stage === 'report',
      sentences: {
        unplanned: t('This run trains only the teacher, so it has no report.'),
        coming: t('The report comes when all networks are trained and measured on the test set.'),
        over: t('This run ended without a report.'),
      },
    });
    this.element.append(this.absence.element);
  }

  update(): void {
    const { report } = this.context.model;
    if (!report) this.absence.update();
    if (!report || report === this.shown) return;
    this.shown = report;
    const save = (title: string, png: Uint8Array): void => {
      this.save(title, png);
    };
    setChildren(
      this.element,
      h(
        'div',
        { class: 'stack' },
        h('section', { class: 'card' }, h('h2', {}, t('Accuracy')), dotPlot(report)),
        ...warningsOf(report),
        section(t('Seeds'), seedTable(report)),
        section(t('Most confused by the student'), confusedTable(report)),
        h('section', { class: 'card' }, h('h2', {}, t('Calibration')), reliability(report, save)),
      ),
      h(
        'div',
        { class: 'stack' },
        h('section', { class: 'card scroll' }, h('h2', {}, t('Networks')), reportTable(report)),
        this.confusion(report),
      ),
    );
  }

  recolour(): void {
    this.heatmap.recolour();
  }

  private save(picture: string, png: Uint8Array): void {
    void this.context.channel.request('savePicture', { picture, png });
  }

  private confusion(report: Report): HTMLElement {
    const networks = named(report);
    const show = (): void => {
      const network = networks[this.network]?.network;
      if (!network) return;
      const values = Float64Array.from(network.test.confusion.flat());
      this.heatmap.show({
        rows: report.classNames,
        columns: report.classNames,
        values,
        range: sequentialRange([values]),
        rowTitle: t('Class'),
        columnTitle: t('Answer'),
      });
    };
    show();
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, t('Confusion on the test set')),
      dropdown(
        t('Network'),
        networks.map(({ name }, index) => [String(index), name] as const),
        String(this.network),
        (value) => {
          this.network = Number(value);
          show();
        },
      ),
      this.heatmap.element,
    );
  }
}

function section(title: string, content: HTMLElement | undefined): HTMLElement | undefined {
  return content && h('section', { class: 'card scroll' }, h('h2', {}, title), content);
}

function warningsOf({ warnings }: Report): HTMLElement[] {
  if (warnings.length === 0) return [];
  return [
    h(
      'section',
      { class: 'card' },
      h('h2', {}, t('Warnings')),
      ...warnings.map(({ message, mend }) =>
        h(
          'p',
          {},
          shownName(message, 1000),
          mend === undefined ? undefined : h('span', { class: 'mend' }, ` ${shownName(mend, 1000)}`),
        ),
      ),
    ),
  ];
}

function named(report: Report): { name: string; network: NetworkReport }[] {
  const seeded = (name: string, network: NetworkReport): { name: string; network: NetworkReport } => ({
    name: network.seed === undefined ? name : t('{0}, seed {1}', name, network.seed),
    network,
  });
  return [
    ...report.students.map((network) => seeded(t('Student'), network)),
    ...(report.teacher ? [{ name: t('Teacher'), network: report.teacher }] : []),
    ...report.baselines.map((network) => seeded(t('Baseline'), network)),
  ];
}
