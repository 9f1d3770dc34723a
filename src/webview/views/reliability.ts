import { percent } from '../../common/format';
import type { NetworkReport, Report } from '../../protocol/report';
import { saveLink } from '../base/controls';
import { h, svg } from '../base/dom';
import { t } from '../base/text';
import { canvasOf } from '../charts/drawing';
import { pictureOf } from '../charts/picture';

const SIDE = 150;

/** Reliability diagrams: bars of accuracy by confidence against the diagonal of perfect calibration. */
export function reliability(report: Report, onSave: (title: string, png: Uint8Array) => void): HTMLElement {
  const first = [report.teacher, report.students[0], report.baselines[0]].filter(
    (network) => network !== undefined,
  );
  const names = { teacher: t('Teacher'), student: t('Student'), baseline: t('Baseline') };
  const diagrams = first.map((network) => ({
    role: network.role,
    drawing: diagram(network, names[network.role]),
    caption: `${names[network.role]}: ECE ${percent(network.test.calibrationError)}`,
  }));
  const save = async (): Promise<void> => {
    const png = await pictureOf(
      await canvasOf(...diagrams.map(({ drawing }) => drawing)),
      t('Calibration'),
      diagrams.map(({ role, caption }) => ({ name: caption, colour: `--${role}` }) as const),
    );
    if (png) onSave(t('Calibration'), png);
  };
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'reliability' },
      ...diagrams.map(({ role, drawing, caption }) =>
        h('figure', { class: `role-${role}` }, drawing, h('figcaption', {}, caption)),
      ),
    ),
    h(
      'div',
      { class: 'chart-foot' },
      h('details', {}, h('summary', {}, t('As a table')), reliabilityTable(first, names)),
      saveLink(save),
    ),
  );
}

function diagram({ test }: NetworkReport, name: string): SVGSVGElement {
  return svg(
    'svg',
    {
      viewBox: `-1 -1 ${SIDE + 2} ${SIDE + 2}`,
      role: 'img',
      'aria-label': t('{0}: calibration error {1}', name, percent(test.calibrationError)),
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
