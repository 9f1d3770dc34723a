import type { DashboardRunStatus, DashboardStageStatus } from '../../protocol/dashboard';
import { svg } from './dom';
import { t } from './text';

type Shape = 'circle' | 'play' | 'pause' | 'check' | 'cross' | 'square' | 'warning' | 'cached';

const PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Zm0 1.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6Z',
  play: 'M5 3.2v9.6L12.5 8 5 3.2Z',
  pause: 'M4.5 3.5h2.4v9H4.5v-9Zm4.6 0h2.4v9H9.1v-9Z',
  check: 'm6.4 12.3-3.9-4 1.1-1.1 2.8 2.9 6-6.4 1.1 1-7.1 7.6Z',
  cross: 'm3.6 4.7 1.1-1.1L8 6.9l3.3-3.3 1.1 1.1L9.1 8l3.3 3.3-1.1 1.1L8 9.1l-3.3 3.3-1.1-1.1L6.9 8 3.6 4.7Z',
  square: 'M4 4h8v8H4V4Z',
  warning: 'M8 1.8 15 14H1L8 1.8Zm-.7 4.4v4h1.4v-4H7.3Zm0 5v1.4h1.4v-1.4H7.3Z',
  cached: 'M8 3a5 5 0 0 0-4.6 3H2l2.2 2.8L6.4 6H4.8A3.7 3.7 0 1 1 4.3 9H3.1A5 5 0 1 0 8 3Z',
};

/** A small picture that only accompanies a word. */
export function icon(shape: Shape): SVGSVGElement {
  return svg(
    'svg',
    { class: `icon icon-${shape}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[shape], 'fill-rule': 'evenodd' }),
  );
}

export interface StatusLook {
  readonly shape: Shape;
  readonly word: string;
}

/** How a run or stage stands, as picture and word: never by colour alone. */
export function statusLook(status: DashboardRunStatus | DashboardStageStatus): StatusLook {
  switch (status) {
    case 'waiting':
      return { shape: 'circle', word: t('Waiting') };
    case 'not-reached':
      return { shape: 'circle', word: t('Not reached') };
    case 'running':
      return { shape: 'play', word: t('Running') };
    case 'paused':
      return { shape: 'pause', word: t('Paused') };
    case 'done':
      return { shape: 'check', word: t('Done') };
    case 'reused':
      return { shape: 'cached', word: t('From the cache') };
    case 'stopped':
      return { shape: 'square', word: t('Stopped') };
    case 'interrupted':
      return { shape: 'square', word: t('Interrupted') };
    case 'diverged':
      return { shape: 'warning', word: t('Diverged') };
    case 'failed':
      return { shape: 'cross', word: t('Failed') };
    case 'crashed':
      return { shape: 'cross', word: t('Crashed') };
    case 'missing':
      return { shape: 'warning', word: t('Not found') };
  }
}
