import { sizeOf } from '../common/examples';
import { largestFloat32, type NumericArray } from './arrays/elements';
import { fileError } from './errors';
import type { InputTable } from './source';

/**
 * How original numbers became inputs: not at all, divided by `divisor`, or (number − mean) / deviation, where value `i`
 * of an example has the mean and deviation of index `i` modulo their count (one a feature, or one a channel).
 */
export type Scaling =
  | { readonly type: 'none' }
  | { readonly type: 'unit'; readonly divisor: number }
  | {
      readonly type: 'standardize';
      readonly means: readonly number[];
      readonly deviations: readonly number[];
    };

/**
 * Learns a scaling from the training rows.
 *
 * @param inputShape [features], or [height, width, channels], whose statistics are per channel
 */
export function fitScaling(
  type: Scaling['type'],
  table: InputTable,
  rows: Int32Array,
  inputShape: readonly number[],
): Scaling {
  switch (type) {
    case 'none':
      return { type };
    case 'unit':
      return { type, divisor: table.fullScale ?? (largestMagnitude(table, rows, sizeOf(inputShape)) || 1) };
    case 'standardize':
      return { type, ...statistics(table, rows, inputShape) };
  }
}

/**
 * The scaled inputs of some rows, row-major. What never varies in the training split (deviation 0) becomes 0.
 *
 * @throws UserError when a number becomes too large for float32
 */
export function scaleRows(
  table: InputTable,
  rows: Int32Array,
  width: number,
  scaling: Scaling,
): Float32Array {
  const scaled = new Float32Array(rows.length * width);
  const scaleRow = rowScaler(scaling, table.fullScale);
  rows.forEach((row, position) => {
    const { values, start } = locateRow(table, row, width);
    scaleRow(values, start, width, scaled, position * width);
    if (table.fullScale === undefined) {
      checkRow(scaled, position * width, width, table, row);
    }
  });
  return scaled;
}

/** One example in its original units: the inverse of the scaling. What never varied becomes its mean. */
export function unscale(scaling: Scaling, input: ArrayLike<number>): number[] {
  switch (scaling.type) {
    case 'none':
      return Array.from(input);
    case 'unit':
      return Array.from(input, (value) => value * scaling.divisor);
    case 'standardize': {
      const { means, deviations } = scaling;
      const groups = means.length;
      return Array.from(
        input,
        (value, index) => value * (deviations[index % groups] as number) + (means[index % groups] as number),
      );
    }
  }
}

type RowScaler = (
  values: NumericArray,
  start: number,
  width: number,
  scaled: Float32Array,
  to: number,
) => void;

function rowScaler(scaling: Scaling, fullScale: number | undefined): RowScaler {
  switch (scaling.type) {
    case 'none':
      return (values, start, width, scaled, to) => {
        scaled.set(values.subarray(start, start + width), to);
      };
    case 'unit': {
      const { divisor } = scaling;
      if (fullScale === 255) {
        const table = Float32Array.from({ length: 256 }, (_, byte) => byte / divisor);
        return (values, start, width, scaled, to) => {
          for (let index = 0; index < width; index++) {
            scaled[to + index] = table[values[start + index] as number] as number;
          }
        };
      }
      return (values, start, width, scaled, to) => {
        for (let index = 0; index < width; index++) {
          scaled[to + index] = (values[start + index] as number) / divisor;
        }
      };
    }
    case 'standardize': {
      const means = Float64Array.from(scaling.means);
      const deviations = Float64Array.from(scaling.deviations, (deviation) => deviation || Infinity);
      const groups = means.length;
      return (values, start, width, scaled, to) => {
        for (let index = 0, group = 0; index < width; index++) {
          const centred = (values[start + index] as number) - (means[group] as number);
          scaled[to + index] = centred / (deviations[group] as number) + 0;
          group = group + 1 === groups ? 0 : group + 1;
        }
      };
    }
  }
}

function locateRow(table: InputTable, row: number, width: number): { values: NumericArray; start: number } {
  const block = Math.floor(row / table.rowsPerBlock);
  return { values: table.blocks[block] as NumericArray, start: (row - block * table.rowsPerBlock) * width };
}

function largestMagnitude(table: InputTable, rows: Int32Array, width: number): number {
  let largest = 0;
  forEachRow(table, rows, width, (values, start) => {
    for (let index = start; index < start + width; index++) {
      largest = Math.max(largest, Math.abs(values[index] as number));
    }
  });
  return largest;
}

/**
 * Mean and (population) standard deviation of every feature, or of every channel of images. Sums are of differences
 * from the first example, so that a constant has exactly the deviation 0.
 */
function statistics(table: InputTable, rows: Int32Array, inputShape: readonly number[]) {
  const width = sizeOf(inputShape);
  const groups = inputShape.length === 3 ? (inputShape[2] as number) : width;
  const count = (rows.length * width) / groups;
  const first = locateRow(table, rows[0] as number, width);
  const origins = Float64Array.from(
    { length: groups },
    (_, group) => first.values[first.start + group] as number,
  );

  const sums = new Float64Array(groups);
  forEachRow(table, rows, width, (values, start) => {
    for (let index = start, group = 0; index < start + width; index++) {
      sums[group] = (sums[group] as number) + ((values[index] as number) - (origins[group] as number));
      group = group + 1 === groups ? 0 : group + 1;
    }
  });
  const shifts = sums.map((sum) => sum / count);
  const centres = shifts.map((shift, group) => shift + (origins[group] as number));
  const squares = new Float64Array(groups);
  forEachRow(table, rows, width, (values, start) => {
    for (let index = start, group = 0; index < start + width; index++) {
      const difference = (values[index] as number) - (centres[group] as number);
      squares[group] = (squares[group] as number) + difference * difference;
      group = group + 1 === groups ? 0 : group + 1;
    }
  });
  return { means: Array.from(centres), deviations: Array.from(squares, (sum) => Math.sqrt(sum / count)) };
}

function forEachRow(
  table: InputTable,
  rows: Int32Array,
  width: number,
  visit: (values: NumericArray, start: number) => void,
): void {
  for (const row of rows) {
    const { values, start } = locateRow(table, row, width);
    visit(values, start);
  }
}

function checkRow(scaled: Float32Array, from: number, width: number, table: InputTable, row: number): void {
  for (let index = 0; index < width; index++) {
    if (!(Math.abs(scaled[from + index] as number) <= largestFloat32)) {
      throw fileError(
        table.file,
        `value ${index} of example ${row} becomes ${String(scaled[from + index])} by scaling`,
        'It is far outside of the range of the training split: correct it, or choose another dataset.scaling.',
      );
    }
  }
}
