import { decimal, percent, significant } from '../../common/format';
import type { DashboardStageStatus } from '../../protocol/dashboard';
import { h, setChildren, setText, svg } from '../base/dom';
import { statusLook } from '../base/icons';
import { t } from '../base/text';
import { fractionOf } from '../pure/progress';
import { roleOf, type RunModel, type StageModel } from '../pure/runModel';
import {
  type Edge,
  edgePath,
  EDGES,
  labelPlace,
  type Layout,
  NARROW,
  type NodeName,
  NODES,
  WIDE,
} from './processLayout';
import type { RunContext, View } from './view';

const NARROW_BELOW = 640;

/** What one box says. */
interface BoxContent {
  readonly title: string;
  readonly detail: string;
  readonly state: DashboardStageStatus | 'none';
}

/** Distillation as it happens: what flows where, which part works now, and how large the terms are. */
export class ProcessPicture implements View {
  readonly element = h('figure', { class: 'process' });
  private layout: Layout | undefined;
  private readonly details = new Map<NodeName, { group: Element; title: Element; detail: Element }>();
  private readonly labels = new Map<string, Element>();
  private readonly description = h('figcaption', { class: 'for-ears' });

  constructor(private readonly context: RunContext) {
    new ResizeObserver(() => {
      this.update();
    }).observe(this.element);
  }

  update(): void {
    const layout = this.element.clientWidth < NARROW_BELOW ? NARROW : WIDE;
    if (layout !== this.layout) this.draw(layout);
    const contents = contentsOf(this.context.model);
    for (const node of NODES) {
      const parts = this.details.get(node);
      if (!parts) continue;
      const { title, detail, state } = contents[node];
      setText(parts.title, title);
      setText(parts.detail, detail);
      parts.group.setAttribute('class', `node node-${node} state-${state}`);
    }
    for (const [key, text] of Object.entries(edgeLabels(this.context.model))) {
      const label = this.labels.get(key);
      if (label) setText(label, text);
    }
    setText(
      this.description,
      NODES.map((node) => `${contents[node].title}: ${contents[node].detail}`).join('. '),
    );
  }

  private draw(layout: Layout): void {
    this.layout = layout;
    this.details.clear();
    this.labels.clear();
    const arrow = svg(
      'marker',
      { id: 'arrow', viewBox: '0 0 8 8', refX: 6, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
      svg('path', { d: 'M0 0 8 4 0 8Z', class: 'arrow' }),
    );
    setChildren(
      this.element,
      svg(
        'svg',
        {
          viewBox: `0 0 ${layout.width} ${layout.height}`,
          class: `towards-${layout.direction}`,
          'aria-hidden': 'true',
        },
        svg('defs', {}, arrow),
        ...EDGES.map((edge) => arrowOf(layout, edge)),
        ...NODES.map((node) => this.node(layout, node)),
        ...EDGES.map((edge) => this.label(layout, edge)),
      ),
      this.description,
    );
  }

  private label(layout: Layout, edge: Edge): SVGTextElement | undefined {
    if (!edge.label) return undefined;
    const place = labelPlace(layout, edge);
    const label = svg('text', { x: place.x, y: place.y, class: `edge-label anchor-${place.anchor}` });
    if (edge.label === 'logits') label.textContent = layout.direction === 'right' ? t('logits') : '';
    else this.labels.set(edge.label, label);
    return label;
  }

  private node(layout: Layout, node: NodeName): SVGGElement {
    const { x, y, width, height } = layout.boxes[node];
    const middle = x + width / 2;
    const title = svg('text', { x: middle, y: y + height / 2 - 6, class: 'node-title' });
    const detail = svg('text', { x: middle, y: y + height / 2 + 14, class: 'node-detail' });
    const group = svg('g', {}, svg('rect', { x, y, width, height, rx: 5 }), title, detail);
    this.details.set(node, { group, title, detail });
    return group;
  }
}

function arrowOf(layout: Layout, edge: Edge): SVGGElement {
  return svg(
    'g',
    { class: `edge edge-${edge.from}-${edge.to}` },
    svg('path', { d: edgePath(layout, edge), 'marker-end': 'url(#arrow)' }),
  );
}

function contentsOf(model: RunModel): Record<NodeName, BoxContent> {
  const temperature = model.head?.temperature;
  const atTemperature = temperature === undefined ? t('softmax at T') : t('softmax at T = {0}', temperature);
  const student = latestOf(model, 'student');
  const baseline = latestOf(model, 'baseline');
  const latest = student?.head.latest;
  const training: BoxContent['state'] = student?.head.status === 'running' ? 'running' : 'none';
  const number = (value: number | undefined): string => (value === undefined ? '–' : significant(value));
  return {
    data: { title: t('Data'), ...stageContent(model.stages.get('data')) },
    teacher: { title: t('Teacher'), ...stageContent(model.stages.get('teacher')) },
    student: { title: t('Student'), ...stageContent(student) },
    baseline: { title: t('Baseline'), ...stageContent(baseline, t('labels only')) },
    targets: {
      title: t('Soft targets'),
      detail: atTemperature,
      state: model.stages.get('soft-targets')?.head.status ?? 'none',
    },
    softened: { title: t('Softened answer'), detail: atTemperature, state: training },
    plain: { title: t('Plain answer'), detail: t('softmax at T = 1'), state: training },
    divergence: { title: t('KL divergence'), detail: number(latest?.soft), state: training },
    labels: { title: t('Labels'), detail: t('from the data'), state: 'none' },
    entropy: { title: t('Cross-entropy'), detail: number(latest?.hard), state: training },
    total: { title: t('Loss'), detail: number(latest?.total), state: training },
  };
}

function latestOf(model: RunModel, role: 'student' | 'baseline'): StageModel | undefined {
  const stages = model.trained().filter(({ head }) => roleOf(head.stage) === role);
  return (
    stages.find(({ head }) => head.status === 'running') ??
    stages.findLast(({ head }) => head.status !== 'waiting' && head.status !== 'not-reached') ??
    stages[0]
  );
}

function stageContent(stage: StageModel | undefined, whileWaiting = t('waiting')): Omit<BoxContent, 'title'> {
  if (!stage) return { detail: '–', state: 'none' };
  const { head } = stage;
  const state = head.status;
  const accuracy = shownAccuracy(stage);
  switch (state) {
    case 'waiting':
      return { detail: whileWaiting, state };
    case 'running': {
      const fraction = fractionOf(head);
      const share = fraction === undefined ? '' : percent(fraction, 0);
      return { detail: [share, accuracy?.share].filter(Boolean).join(' · ') || t('running'), state };
    }
    case 'reused':
      return { detail: accuracy ? t('reused · {0}', accuracy.share) : t('reused'), state };
    case 'done':
      return { detail: accuracy?.text ?? t('ready'), state };
    case 'not-reached':
    case 'stopped':
    case 'interrupted':
    case 'diverged':
    case 'failed':
      return { detail: statusLook(state).word.toLowerCase(), state };
  }
}

interface ShownAccuracy {
  readonly share: string;
  /** With the split that it was measured on. */
  readonly text: string;
}

/** Of the network that the stage handed on, else the best so far. */
function shownAccuracy({ head, epochs }: StageModel): ShownAccuracy | undefined {
  const best = Math.max(...epochs.map(({ validation }) => validation?.accuracy ?? -Infinity));
  const { split, value } = head.accuracy ?? { split: 'validation', value: best };
  if (!Number.isFinite(value)) return undefined;
  const share = percent(value, 1);
  return { share, text: split === 'validation' ? t('validation {0}', share) : t('test {0}', share) };
}

function edgeLabels(model: RunModel): Record<'softWeight' | 'hardWeight', string> {
  const { alpha, temperature } = model.head ?? {};
  if (alpha === undefined) return { softWeight: 'α·T²', hardWeight: '1 − α' };
  const soft =
    temperature === undefined ? 'α·T²' : `α·T² = ${Number((alpha * temperature ** 2).toPrecision(4))}`;
  return { softWeight: soft, hardWeight: `1 − α = ${decimal(1 - alpha, 2)}` };
}
