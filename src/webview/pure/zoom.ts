/** What of the x axis is shown. */
export type Range = readonly [low: number, high: number];

/**
 * How a person changes what is shown: from the range that was asked for last, drawn yet or not, to the next one, so that no
 * key is lost while data is on its way. Undefined shows all.
 */
export type Zoom = (shown: Range) => Range | undefined;

export const showAll: Zoom = () => undefined;

export function zoomTo(range: Range): Zoom {
  return () => range;
}

/** Around the middle; below 1 comes closer. */
export function stretchedBy(factor: number): Zoom {
  return ([low, high]) => {
    const middle = (low + high) / 2;
    const half = ((high - low) / 2) * factor;
    return [middle - half, middle + half];
  };
}

/** By a share of what is shown; below 0 to the left. */
export function movedBy(share: number): Zoom {
  return ([low, high]) => {
    const stride = (high - low) * share;
    return [low + stride, high + stride];
  };
}

const BY_KEY: ReadonlyMap<string, Zoom> = new Map([
  ['+', stretchedBy(0.5)],
  ['=', stretchedBy(0.5)],
  ['-', stretchedBy(2)],
  ['0', showAll],
  ['ArrowLeft', movedBy(-0.2)],
  ['ArrowRight', movedBy(0.2)],
]);

/** What a key of the keyboard does to a chart, if anything. */
export function zoomOfKey(key: string): Zoom | undefined {
  return BY_KEY.get(key);
}
