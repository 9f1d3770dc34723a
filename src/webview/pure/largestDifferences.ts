/** Two networks' shares of one answer to the examples of one class. */
export interface CellDifference {
  readonly label: number;
  readonly answer: number;
  readonly teacher: number;
  readonly student: number;
}

/**
 * The wrong answers whose mean share differs most between two networks, the largest difference first.
 *
 * @param teacher classes × classes of mean soft targets, row: true class; NaN in the row of a class without examples
 */
export function largestDifferences(
  teacher: ArrayLike<number>,
  student: ArrayLike<number>,
  classes: number,
  most: number,
): CellDifference[] {
  const found: { readonly at: number; readonly size: number }[] = [];
  let least = 0;
  for (let at = 0; at < classes * classes; at++) {
    const size = Math.abs((student[at] as number) - (teacher[at] as number));
    if (!(size > least) || at % (classes + 1) === 0) continue;
    const place = found.findIndex((other) => other.size < size);
    found.splice(place < 0 ? found.length : place, 0, { at, size });
    if (found.length <= most) continue;
    found.pop();
    least = found.at(-1)?.size ?? 0;
  }
  return found.map(({ at }) => ({
    label: Math.floor(at / classes),
    answer: at % classes,
    teacher: teacher[at] as number,
    student: student[at] as number,
  }));
}

/** What the second has more than the first, cell by cell; NaN where one of them is. */
export function differencesOf(first: Float32Array, second: Float32Array): Float32Array {
  const differences = new Float32Array(first.length);
  for (let at = 0; at < differences.length; at++) {
    differences[at] = (second[at] as number) - (first[at] as number);
  }
  return differences;
}
