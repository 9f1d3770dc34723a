import type uPlot from 'uplot';
import { significant } from '../../common/format';
import type { ChartView } from './chartView';

/** The values of all curves at a point of the common x, in words; empty where there is none. */
export function readoutAt(view: ChartView, data: uPlot.AlignedData, index: number): string {
  const x = data[0][index];
  if (x === undefined) return '';
  const values = view.lines.flatMap((line, place) => {
    const first = 1 + 2 * view.bands.length;
    const y = line.look === 'faint' ? undefined : nearest(data[first + place] ?? [], index);
    if (y === undefined) return [];
    const band = view.bands.findIndex(({ key, look }) => key === line.key && look === 'plain');
    const high = nearest(data[2 * band + 1] ?? [], index);
    const low = nearest(data[2 * band + 2] ?? [], index);
    if (band < 0 || low === undefined || high === undefined) return [`${line.name} ${significant(y)}`];
    return [`${line.name} ${significant(y)} (${significant(low)} – ${significant(high)})`];
  });
  return [`${view.xLabel} ${view.formatX(x)}`, ...values].join(' · ');
}

/** The value of a curve at a point of the common x, or just before it. */
function nearest(values: ArrayLike<number | null | undefined>, index: number): number | undefined {
  for (let place = index; place >= 0; place--) {
    const value = values[place];
    if (value === null) return undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
