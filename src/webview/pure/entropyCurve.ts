import { meanEntropy } from '../../common/distribution';
import { temperatureAt } from './temperature';

/** How soft the targets are at a temperature. */
export interface Softness {
  readonly temperature: number;
  /** Mean entropy as a part of the largest, ln(classes): from 0 (one-hot) to 1 (uniform). */
  readonly share: number;
}

const INTERVALS = 60;

/**
 * Mean entropy of the softened distributions, as a part of the largest: from 0 (one-hot) to 1 (uniform).
 *
 * @param rows logits, all of at least two classes and equally many
 */
export function entropyShare(rows: readonly (readonly number[])[], temperature: number): number {
  const classes = rows[0]?.length ?? 0;
  return meanEntropy(Float32Array.from(rows.flat()), classes, temperature) / Math.log(classes);
}

/** {@link entropyShare} over all temperatures of the slider, evenly on its logarithmic scale. */
export function entropyCurve(rows: readonly (readonly number[])[]): Softness[] {
  return Array.from({ length: INTERVALS + 1 }, (_, index) => {
    const temperature = temperatureAt(index / INTERVALS);
    return { temperature, share: entropyShare(rows, temperature) };
  });
}
