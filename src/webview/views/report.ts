import { percent } from '../../common/format';
import type { NetworkReport, Report } from '../../protocol/report';
import { button, dropdown } from '../base/controls';
import { h, setChildren, svg } from '../base/dom';
import { shownName } from '../base/names';
import { t } from '../base/text';
import { Heatmap } from '../charts/heatmap';
import { dotPlot } from './dotPlot';
import { reportTable, seedTable } from './reportTable';
import type { RunContext, View } from './view';

/** What was measured on the test set, at the end. */
export class ReportView implements View {
  readonly element = h('div', { class: 'report' });
  private shown: Report | undefined | 'nothing' = 'nothing';
  private readonly heatmap = new Heatmap({
    scale: 'sequential',
    cellText: (value) => String(value),
    title: () => t('Confusion matrix'),
    onSave: (png) => {
      void this.context.channel.request('savePicture', { picture: t('Confusion matrix'), png });
    },
  });
  private network = 0;

  constructor(private readonly context: RunContext) {}

  update(): void {
    const { report, head } = this.context.model;
    if (report === this.shown) return;
    this.shown = report;
    if (!report) {
      const over = head?.status !== 'running' && head?.status !== 'paused';
      setChildren(
        this.element,
        h(
          'p',
          { class: 'empty' },
          over
            ? t('This run ended before it was measured. Resume it, or run it again, to get a report.')
            : t('The report comes when all networks are trained and measured on the test set.'),
        ),
      );
      return;
    }
    setChildren(
      this.element,
      h('div', { class: 'toolbar' }, this.copyButton()),
      h('section', { class: 'card' }, h('h2', {}, t('Accuracy')), dotPlot(report)),
      ...warningsOf(report),
      h('section', { class: 'card scroll' }, h('h2', {}, t('Networks')), reportTable(report)),
      section(t('Seeds'), seedTable(report)),
      h('section', { class: 'card' }, h('h2', {}, t('Calibration')), calibration(report)),
      this.confusion(report),
    );
  }

  recolour(): void {
    this.heatmap.draw();
  }

  private copyButton(): HTMLElement {
    return button(t('Copy as Markdown'), () => {
      const folder = this.context.model.head?.folder;
      if (folder !== undefined) this.context.channel.send({ type: 'action', action: 'copySummary', folder });
    });
  }

  private confusion(report: Report): HTMLElement {
    const networks = named(report);
    const show = (): void => {
      const network = networks[this.network]?.network;
      if (!network) return;
      this.heatmap.show({
        rows: report.classNames,
        columns: report.classNames,
        values: Float64Array.from(network.test.confusion.flat()),
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

const SIDE = 150;

/** Reliability diagrams: bars of accuracy by confidence against the diagonal of perfect calibration. */
function calibration(report: Report): HTMLElement {
  const first = [report.teacher, report.students[0], report.baselines[0]].filter(
    (network) => network !== undefined,
  );
  const names = { teacher: t('Teacher'), student: t('Student'), baseline: t('Baseline') };
  return h(
    'div',
    { class: 'reliability' },
    ...first.map(({ role, test }) =>
      h(
        'figure',
        { class: `role-${role}` },
        svg(
          'svg',
          {
            viewBox: `-1 -1 ${SIDE + 2} ${SIDE + 2}`,
            role: 'img',
            'aria-label': t('{0}: calibration error {1}', names[role], percent(test.calibrationError)),
          },
          svg('rect', { x: 0, y: 0, width: SIDE, height: SIDE, class: 'frame' }),
          ...test.reliability
            .filter(({ count }) => count > 0)
            .map(({ low, high, accuracy }) =>
              svg('rect', {
                x: low * SIDE + 0.5,
                width: (high - low) * SIDE - 1,
                y: SIDE - (accuracy ?? 0) * SIDE,
                height: (accuracy ?? 0) * SIDE,
                class: 'reliability-bar',
              }),
            ),
          svg('line', { x1: 0, y1: SIDE, x2: SIDE, y2: 0, class: 'diagonal' }),
        ),
        h('figcaption', {}, `${names[role]}: ECE ${percent(test.calibrationError)}`),
      ),
    ),
    h('details', {}, h('summary', {}, t('As a table')), reliabilityTable(first, names)),
  );
}

function reliabilityTable(
  networks: readonly NetworkReport[],
  names: Readonly<Record<NetworkReport['role'], string>>,
): HTMLElement {
  return h(
    'table',
    { class: 'numbers-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...[t('Network'), t('Confidence'), t('Examples'), t('Mean confidence'), t('Accuracy')].map((title) =>
          h('th', { scope: 'col' }, title),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...networks.flatMap(({ role, test }) =>
        test.reliability
          .filter(({ count }) => count > 0)
          .map((bin) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, names[role]),
              h('td', { class: 'number' }, `${percent(bin.low, 0)} – ${percent(bin.high, 0)}`),
              h('td', { class: 'number' }, bin.count),
              h('td', { class: 'number' }, percent(bin.confidence ?? NaN, 1)),
              h('td', { class: 'number' }, percent(bin.accuracy ?? NaN, 1)),
            ),
          ),
      ),
    ),
  );
}
