/**
 * An order of the rows of a matrix in which similar ones are neighbours: average-linkage hierarchical clustering by
 * Euclidean distance, leaves in the order of the tree, each join turned so that the nearer ends meet. Rows with numbers
 * that are not finite come last, as they are.
 *
 * @param matrix rows × columns, row by row
 */
export function similarityOrder(matrix: Float64Array, rows: number): number[] {
  const columns = rows === 0 ? 0 : matrix.length / rows;
  const rowOf = (index: number): Float64Array => matrix.subarray(index * columns, (index + 1) * columns);
  const all = Array.from({ length: rows }, (_, index) => index);
  const whole = all.filter((index) => rowOf(index).every((value) => Number.isFinite(value)));
  const missing = all.filter((index) => !whole.includes(index));
  const distances = whole.map((a) => whole.map((b) => distance(rowOf(a), rowOf(b))));
  const leaves = cluster(distances);
  return [...leaves.map((place) => whole[place] ?? 0), ...missing];
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0));
}

/** Joins the two nearest clusters until one is left (Lance–Williams update for the average). */
function cluster(distances: readonly (readonly number[])[]): number[] {
  const between = distances.map((row) => [...row]);
  const clusters = new Map(distances.map((_, index) => [index, [index]]));
  while (clusters.size > 1) {
    const [a, b] = nearestPair(clusters, between);
    const left = clusters.get(a) ?? [];
    const right = clusters.get(b) ?? [];
    for (const other of clusters.keys()) {
      if (other === a || other === b) continue;
      const joined =
        (left.length * at(between, a, other) + right.length * at(between, b, other)) /
        (left.length + right.length);
      set(between, a, other, joined);
    }
    clusters.set(a, facing(left, right, distances));
    clusters.delete(b);
  }
  return [...clusters.values()][0] ?? [];
}

function nearestPair(
  clusters: ReadonlyMap<number, unknown>,
  between: readonly (readonly number[])[],
): [number, number] {
  let best: [number, number] = [0, 0];
  let least = Infinity;
  const keys = [...clusters.keys()];
  for (const [place, a] of keys.entries()) {
    for (const b of keys.slice(place + 1)) {
      if (at(between, a, b) < least) {
        least = at(between, a, b);
        best = [a, b];
      }
    }
  }
  return best;
}

/** The two lists after each other, turned so that the leaves that meet are as near as can be. */
function facing(
  left: readonly number[],
  right: readonly number[],
  distances: readonly (readonly number[])[],
): number[] {
  const ways = [left, left.toReversed()].flatMap((first) =>
    [right, right.toReversed()].map((second) => ({
      leaves: [...first, ...second],
      gap: at(distances, first.at(-1) ?? 0, second[0] ?? 0),
    })),
  );
  return ways.reduce((best, way) => (way.gap < best.gap ? way : best)).leaves;
}

function at(matrix: readonly (readonly number[])[], row: number, column: number): number {
  return matrix[row]?.[column] ?? Infinity;
}

function set(matrix: number[][], a: number, b: number, value: number): void {
  const [rowA, rowB] = [matrix[a], matrix[b]];
  if (rowA && rowB) {
    rowA[b] = value;
    rowB[a] = value;
  }
}
