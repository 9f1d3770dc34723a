import { button, checkbox, dropdown, slider } from '../base/controls';
import { h } from '../base/dom';
import { t } from '../base/text';
import type { AxisKind } from '../pure/axes';
import type { RunContext } from './view';

export interface ToolbarParts {
  readonly seedChoice: HTMLElement;
  readonly onShowAll: () => void;
}

/** How curves are drawn, and what can be done with all of them. */
export function curvesToolbar(
  { store, channel }: Pick<RunContext, 'store' | 'channel'>,
  { seedChoice, onShowAll }: ToolbarParts,
): HTMLElement {
  const { xAxis, xScale, yScale, clipOutliers, smoothing } = store.current;
  return h(
    'div',
    { class: 'toolbar' },
    dropdown<AxisKind>(
      t('Horizontal'),
      [
        ['step', t('Step')],
        ['epoch', t('Epoch')],
        ['examples', t('Examples')],
        ['time', t('Time since stage began')],
        ['clock', t('Clock time')],
      ],
      xAxis,
      (value) => {
        store.change({ xAxis: value, zoom: undefined });
      },
    ),
    slider({
      label: t('Smoothing'),
      minimum: 0,
      maximum: 0.99,
      step: 0.01,
      value: smoothing,
      text: (value) => value.toFixed(2),
      onInput: (value) => {
        store.change({ smoothing: value });
      },
    }).element,
    checkbox(t('Log x'), xScale === 'log', (checked) => {
      store.change({ xScale: checked ? 'log' : 'linear' });
    }),
    checkbox(t('Log y'), yScale === 'log', (checked) => {
      store.change({ yScale: checked ? 'log' : 'linear' });
    }),
    checkbox(t('Scale without outliers'), clipOutliers, (checked) => {
      store.change({ clipOutliers: checked });
    }),
    seedChoice,
    button(t('Show all'), onShowAll),
    button(t('Save CSV…'), () => {
      void channel.request('saveCsv', {});
    }),
  );
}
