/**
 * An order of classes in which those that are taken for each other are neighbours: average-linkage hierarchical clustering,
 * leaves in the order of the tree, each join turned so that the nearer ends meet. How near two classes are is told by the
 * share that each has of the other's mean answer, not by their own shares, which tell how sure a network is. Classes without
 * numbers come last, as they are. O(classes²).
 *
 * @param means classes × classes of mean soft targets, row: true class; NaN in the row of a class without examples
 */
export function similarityOrder(means: Float32Array | Float64Array, classes: number): number[] {
  const all = Array.from({ length: classes }, (_, label) => label);
  const isKnown = all.map((label) =>
    means.subarray(label * classes, (label + 1) * classes).every((share) => Number.isFinite(share)),
  );
  const known = all.filter((label) => isKnown[label]);
  const missing = all.filter((label) => !isKnown[label]);
  const leaves = leavesOfTree(distancesBetween(known, means, classes), known.length);
  return [...leaves.map((place) => known[place] ?? 0), ...missing];
}

/** −ln of the mean share that two classes give each other, which is 0 or more: labels × labels. */
function distancesBetween(
  labels: readonly number[],
  means: Float32Array | Float64Array,
  classes: number,
): Float64Array {
  const distances = new Float64Array(labels.length ** 2);
  for (const [a, first] of labels.entries()) {
    for (const [b, second] of labels.entries()) {
      const mutual =
        ((means[first * classes + second] as number) + (means[second * classes + first] as number)) / 2;
      distances[a * labels.length + b] = a === b ? 0 : -Math.log(Math.max(mutual, Number.MIN_VALUE));
    }
  }
  return distances;
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
