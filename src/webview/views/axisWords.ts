import { count, duration, significant } from '../../common/format';
import { t } from '../base/text';
import type { ChartView } from '../charts/chartView';
import type { AxisKind } from '../pure/axes';

/** What an axis is called, and how places on it are written. */
export function axisWords(kind: AxisKind): Pick<ChartView, 'xLabel' | 'formatX'> {
  const whole = (x: number): string => (Number.isInteger(x) ? count(x) : significant(x));
  switch (kind) {
    case 'step':
      return { xLabel: t('Step'), formatX: whole };
    case 'epoch':
      return { xLabel: t('Epoch'), formatX: whole };
    case 'examples':
      return { xLabel: t('Examples'), formatX: whole };
    case 'time':
      return { xLabel: t('Time'), formatX: duration };
    case 'clock':
      return { xLabel: t('Clock'), formatX: (x) => new Date(1000 * x).toLocaleTimeString() };
  }
}
