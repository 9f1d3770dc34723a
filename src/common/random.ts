/**
 * Counter-based randomness: every draw is a pure function of (seed, stream, index), so nothing has to be remembered
 * to continue a run exactly where it stopped.
 *
 * The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 */

/** What a sequence of draws is used for. Two purposes never share numbers, whatever their seed. */
export const RandomStream = {
  split: 1,
  shuffle: 2,
  initialWeights: 3,
  augmentation: 4,
  dropout: 5,
  probes: 6,
  bootstrap: 7,
} as const;
export type RandomStream = (typeof RandomStream)[keyof typeof RandomStream];

type Words = [number, number, number, number];

function multiplyHighLow(a: number, b: number): [high: number, low: number] {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  const high = (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
  return [high, Math.imul(a, b) >>> 0];
}

/** One block of Philox4x32-10: four 32-bit words from a 128-bit counter and a 64-bit key. */
export function philox(counter: Readonly<Words>, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiplyHighLow(0xd2511f53, c0);
    const [high1, low1] = multiplyHighLow(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A sequence of draws; `position` (for example an epoch, a step or an example) picks one of 2³² independent sequences. */
export class Random {
  private block = 0;
  private words: Words = [0, 0, 0, 0];
  private used = 4;

  /**
   * @param seed an integer from 0 to 2³²−1
   * @param stream what the draws are used for
   * @param position which of the independent sequences of this stream
   * @param layer a second coordinate, for example the index of a layer
   */
  constructor(
    private readonly seed: number,
    private readonly stream: RandomStream,
    private readonly position = 0,
    private readonly layer = 0,
  ) {}

  /** A uniform integer from 0 to 2³²−1. */
  nextWord(): number {
    if (this.used === 4) {
      this.words = philox(
        [this.block, this.position >>> 0, this.layer >>> 0, Math.floor(this.position / 2 ** 32)],
        [this.seed >>> 0, this.stream],
      );
      this.block++;
      this.used = 0;
    }
    return this.words[this.used++] as number;
  }

  /** A uniform number in [0, 1), with 24 random bits: every value is exact in float32. */
  nextUniform(): number {
    return (this.nextWord() >>> 8) / 2 ** 24;
  }

  /** A uniform integer from 0 to `bound` − 1 (bias below `bound` / 2⁵³). */
  nextInteger(bound: number): number {
    const fraction = (this.nextWord() * 2 ** 21 + (this.nextWord() >>> 11)) / 2 ** 53;
    return Math.floor(fraction * bound);
  }

  /** A standard normal number (Box and Muller 1958). */
  nextNormal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.nextUniform()));
    return radius * Math.cos(2 * Math.PI * this.nextUniform());
  }
}

/** The integers 0 … count − 1 in random order (Fisher and Yates). */
export function permutation(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.nextInteger(last + 1);
    const held = order[last] as number;
    order[last] = order[other] as number;
    order[other] = held;
  }
  return order;
}
