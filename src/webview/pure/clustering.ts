/**
 * An order of the rows of a matrix in which similar ones are neighbours: average-linkage hierarchical clustering by
 * Euclidean distance, leaves in the order of the tree, each join turned so that the nearer ends meet. Rows with numbers
 * that are not finite come last, as they are. O(rows² · columns) for the distances, O(rows²) for the tree.
 *
 * @param matrix rows × columns, row by row
 */
export function similarityOrder(matrix: Float32Array | Float64Array, rows: number): number[] {
  const columns = rows === 0 ? 0 : matrix.length / rows;
  const rowOf = (index: number): Float32Array | Float64Array =>
    matrix.subarray(index * columns, (index + 1) * columns);
  const all = Array.from({ length: rows }, (_, index) => index);
  const isWhole = all.map((index) => rowOf(index).every((value) => Number.isFinite(value)));
  const whole = all.filter((index) => isWhole[index]);
  const missing = all.filter((index) => !isWhole[index]);
  const leaves = leavesOfTree(distancesBetween(whole.map(rowOf)), whole.length);
  return [...leaves.map((place) => whole[place] ?? 0), ...missing];
}

/** count × count Euclidean distances. */
function distancesBetween(rows: readonly ArrayLike<number>[]): Float64Array {
  const distances = new Float64Array(rows.length ** 2);
  for (const [a, first] of rows.entries()) {
    for (let b = a + 1; b < rows.length; b++) {
      const distance = Math.sqrt(squaredDistance(first, rows[b] ?? []));
      distances[a * rows.length + b] = distance;
      distances[b * rows.length + a] = distance;
    }
  }
  return distances;
}

/** Four sums side by side: one alone would have each addition wait for the last. */
function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const columns = a.length;
  const inFours = columns - (columns % 4);
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let at = 0; at < inFours; at += 4) {
    const difference0 = (a[at] as number) - (b[at] as number);
    const difference1 = (a[at + 1] as number) - (b[at + 1] as number);
    const difference2 = (a[at + 2] as number) - (b[at + 2] as number);
    const difference3 = (a[at + 3] as number) - (b[at + 3] as number);
    sum0 += difference0 * difference0;
    sum1 += difference1 * difference1;
    sum2 += difference2 * difference2;
    sum3 += difference3 * difference3;
  }
  for (let at = inFours; at < columns; at++) sum0 += ((a[at] as number) - (b[at] as number)) ** 2;
  return sum0 + sum1 + (sum2 + sum3);
}

/**
 * Joins clusters that are each other's nearest, found by following nearest neighbours (Benzécri 1982): with average linkage
 * the tree is the one that joining the nearest two of all would give.
 *
 * @param distances count × count
 */
function leavesOfTree(distances: Float64Array, count: number): readonly number[] {
  const between = distances.slice();
  const clusters = new Map<number, readonly number[]>(Array.from(Array(count).keys(), (row) => [row, [row]]));
  const chain: number[] = [];
  while (clusters.size > 1) {
    if (chain.length === 0) chain.push(...[...clusters.keys()].slice(0, 1));
    const last = chain.at(-1) ?? 0;
    const nearest = nearestTo(last, { clusters, between, count, preferred: chain.at(-2) });
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [a, b] = [Math.min(last, nearest), Math.max(last, nearest)];
    const [left, right] = [clusters.get(a) ?? [], clusters.get(b) ?? []];
    clusters.set(a, facing(left, right, distances, count));
    clusters.delete(b);
    const share = left.length / (left.length + right.length);
    for (const other of clusters.keys()) {
      const joined =
        share * (between[a * count + other] as number) + (1 - share) * (between[b * count + other] as number);
      between[a * count + other] = joined;
      between[other * count + a] = joined;
    }
  }
  return clusters.values().next().value ?? [];
}

interface Neighbourhood {
  readonly clusters: ReadonlyMap<number, unknown>;
  /** count × count */
  readonly between: Float64Array;
  readonly count: number;
  /** Taken when no other is nearer: the chain ends where two prefer each other. */
  readonly preferred: number | undefined;
}

function nearestTo(cluster: number, { clusters, between, count, preferred }: Neighbourhood): number {
  let nearest = preferred;
  let least = preferred === undefined ? Infinity : (between[cluster * count + preferred] as number);
  for (const other of clusters.keys()) {
    if (other === cluster) continue;
    const distance = between[cluster * count + other] as number;
    if (nearest !== undefined && !(distance < least)) continue;
    nearest = other;
    least = distance;
  }
  return nearest ?? cluster;
}

/** The two lists after each other, turned so that the leaves that meet are as near as can be. */
function facing(
  left: readonly number[],
  right: readonly number[],
  distances: Float64Array,
  count: number,
): readonly number[] {
  const ways = [left, left.toReversed()].flatMap((first) =>
    [right, right.toReversed()].map((second) => ({ first, second, gap: gapBetween(first, second) })),
  );
  const { first, second } = ways.reduce((best, way) => (way.gap < best.gap ? way : best));
  return [...first, ...second];

  function gapBetween(first: readonly number[], second: readonly number[]): number {
    return distances[(first.at(-1) ?? 0) * count + (second[0] ?? 0)] ?? Infinity;
  }
}

/** The rows and the columns of a square matrix in another order: the matrix itself when the order is none. */
export function reordered(matrix: Float32Array, order: readonly number[]): Float32Array {
  if (order.every((row, place) => row === place)) return matrix;
  const size = order.length;
  const result = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const start = (order[row] as number) * size;
    for (let column = 0; column < size; column++) {
      result[row * size + column] = matrix[start + (order[column] as number)] as number;
    }
  }
  return result;
}
