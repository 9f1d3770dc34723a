/** Taken from 1, less than this changes nothing. Denormal numbers, which take processors far longer, are never reached. */
const NEGLIGIBLE = 2 ** -54;

/**
 * A debiased exponential moving average of a growing series: at each finite value x, s ← w·s + (1 − w)·x, shown as
 * s / (1 − wⁿ) after n values, so that it does not start from zero. A value that is not finite leaves the average as it
 * is, and is itself drawn as a gap.
 */
export class MovingAverage {
  private values = new Float64Array(64);
  private length = 0;
  private sum = 0;
  private remainder = 1;

  /** @param weight of the past, from 0 to below 1 */
  constructor(readonly weight: number) {}

  /** The averages of all of `series`; only what was appended since the last call is computed. */
  follow(series: ArrayLike<number>): Float64Array {
    if (series.length < this.length) this.clear();
    this.reserve(series.length);
    for (; this.length < series.length; this.length++) {
      this.values[this.length] = this.next(series[this.length] as number);
    }
    return this.values.subarray(0, this.length);
  }

  /** Begins anew: the series was cut and may have grown again. */
  clear(): void {
    this.length = 0;
    this.sum = 0;
    this.remainder = 1;
  }

  private next(value: number): number {
    if (!Number.isFinite(value)) return NaN;
    this.sum = this.weight * this.sum + (1 - this.weight) * value;
    this.remainder = this.remainder < NEGLIGIBLE ? 0 : this.remainder * this.weight;
    return this.sum / (1 - this.remainder);
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const larger = new Float64Array(2 ** Math.ceil(Math.log2(length)));
    larger.set(this.values);
    this.values = larger;
  }
}
