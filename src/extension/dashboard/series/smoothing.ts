import { enlarged } from './enlarged';

/** Taken from 1, less than this changes nothing. Denormal numbers, which take processors far longer, are never reached. */
const NEGLIGIBLE = 2 ** -54;
/** After so many values each the state is kept. */
const BLOCK = 256;

/**
 * A debiased exponential moving average of a growing series: at each finite value x, s ← w·s + (1 − w)·x, shown as
 * s / (1 − wⁿ) after n values, so that it does not start from zero. A value that is not finite leaves the average as it is.
 */
export class MovingAverage {
  private sums = new Float64Array(64);
  private remainders = new Float64Array(64).fill(1);
  private blocks = 0;
  private length = 0;
  /** Values behind which `sum` and `remainder` are. */
  private place = 0;
  private sum = 0;
  private remainder = 1;

  /** @param weight of the past, from 0 to below 1 */
  constructor(readonly weight: number) {}

  /** The average of the first `length` values; NaN when none of them is finite. Begins anew when the series has become shorter. */
  after(series: ArrayLike<number>, length: number): number {
    this.follow(series);
    const block = Math.min(Math.floor(length / BLOCK), this.blocks);
    if (this.place > length || this.place < block * BLOCK) this.goToBlock(block);
    this.goTo(length, series);
    return this.remainder === 1 ? NaN : this.sum / (1 - this.remainder);
  }

  private follow(series: ArrayLike<number>): void {
    if (series.length < this.length) {
      this.blocks = 0;
      this.goToBlock(0);
    }
    this.length = series.length;
    const whole = Math.floor(series.length / BLOCK);
    if (whole === this.blocks) return;
    this.reserve(whole + 1);
    this.goToBlock(this.blocks);
    while (this.blocks < whole) {
      this.blocks++;
      this.goTo(this.blocks * BLOCK, series);
      this.sums[this.blocks] = this.sum;
      this.remainders[this.blocks] = this.remainder;
    }
  }

  private goToBlock(block: number): void {
    this.place = block * BLOCK;
    this.sum = this.sums[block] as number;
    this.remainder = this.remainders[block] as number;
  }

  private goTo(place: number, series: ArrayLike<number>): void {
    const { weight } = this;
    let { sum, remainder } = this;
    for (let index = this.place; index < place; index++) {
      const value = series[index] as number;
      if (!Number.isFinite(value)) continue;
      sum = weight * sum + (1 - weight) * value;
      remainder = remainder < NEGLIGIBLE ? 0 : remainder * weight;
    }
    this.place = place;
    this.sum = sum;
    this.remainder = remainder;
  }

  private reserve(blocks: number): void {
    if (blocks <= this.sums.length) return;
    this.sums = enlarged(this.sums, blocks);
    this.remainders = enlarged(this.remainders, blocks);
  }
}
