import type uPlot from 'uplot';
import { significant } from '../../common/format';
import { type ChartView, firstLine } from './chartView';

/** A point of the common x, and the group of lines whose values come first. */
export interface ReadoutPlace {
  readonly index: number;
  readonly group: string | undefined;
}

/** The values of all curves at a place, in words; empty where there is none. */
export function readoutAt(view: ChartView, data: uPlot.AlignedData, { index, group }: ReadoutPlace): string {
  const x = data[0][index];
  if (x === undefined) return '';
  const lines = [...view.lines.entries()];
  const isFirst = ([, line]: (typeof lines)[number]): boolean => group !== undefined && line.group === group;
  const inOrder = [...lines.filter(isFirst), ...lines.filter((entry) => !isFirst(entry))];
  const values = inOrder.flatMap(([place, line]) => {
    const y = line.look === 'faint' ? undefined : nearest(data[firstLine(view) + place] ?? [], index);
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
