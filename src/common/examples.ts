/** Labelled examples, scaled and ready for a network. */
export interface Examples {
  readonly count: number;
  /** The shape of one example: [features] or [height, width, channels]. */
  readonly inputShape: readonly number[];
  /** `count` × product of `inputShape`, row-major. */
  readonly inputs: Float32Array;
  /** `count` class indices from 0. */
  readonly labels: Int32Array;
}

/** The number of values in an array of this shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
