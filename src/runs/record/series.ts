import type { Steps } from '../../protocol/events';
import type { DecodedSteps } from '../log/stepsLine';

/** Losses by optimizer step; index i belongs to step i + 1. NaN where a loss was not finite, or its line was lost. */
export interface StepSeries {
  readonly length: number;
  readonly total: Float32Array;
  readonly hard: Float32Array;
  /** Absent without a teacher. */
  readonly soft?: Float32Array;
  readonly learningRate: Float64Array;
}

const INITIAL_CAPACITY = 64;
/** Lines lost to damage leave a gap; a gap longer than this is damage itself. */
const MAXIMUM_GAP = 1_000_000;

/** Of arrays that are full, when so many steps are expected at least; untouched memory costs nothing, copying does. */
const MOST_GROWTH = 8;

/** Collects the steps of one stage in arrays that grow when they are full. */
export class SeriesBuilder {
  private length = 0;
  private total: Float32Array = new Float32Array(INITIAL_CAPACITY);
  private hard: Float32Array = new Float32Array(INITIAL_CAPACITY);
  private soft: Float32Array = new Float32Array(INITIAL_CAPACITY);
  private learningRate: Float64Array = new Float64Array(INITIAL_CAPACITY);
  private hasSoft = false;
  private expected = 0;
  private currentAttempt: object = {};

  /** Goes on behind steps that were collected before; their arrays now belong to the builder. */
  static from({ length, total, hard, soft, learningRate }: StepSeries): SeriesBuilder {
    const builder = new SeriesBuilder();
    builder.total = total;
    builder.hard = hard;
    builder.soft = soft ?? new Float32Array(length).fill(NaN);
    builder.learningRate = learningRate;
    builder.length = length;
    builder.hasSoft = soft !== undefined;
    return builder;
  }

  /**
   * Steps that are there already are replaced, and all after them dropped.
   *
   * @returns false when the steps lie so far ahead that the event must be damaged
   */
  add(event: Steps | DecodedSteps): boolean {
    const start = event.first - 1;
    const end = start + event.total.length;
    if (start - this.length > MAXIMUM_GAP) return false;
    if (start < this.length) this.currentAttempt = {};
    this.reserve(end);
    for (const array of [this.total, this.hard, this.soft, this.learningRate]) {
      if (start > this.length) array.fill(NaN, this.length, start);
    }
    copy(event.total, this.total, start);
    copy(event.hard, this.hard, start);
    this.learningRate.set(event.learningRate, start);
    if (event.soft) {
      copy(event.soft, this.soft, start);
      this.hasSoft = true;
    } else {
      this.soft.fill(NaN, start, end);
    }
    this.length = end;
    return true;
  }

  /** Another object whenever steps that were there have been dropped or replaced. */
  get attempt(): object {
    return this.currentAttempt;
  }

  /** How many steps there will be in all, as far as is known: arrays are made as long when they come near it. */
  expect(length: number): void {
    this.expected = length;
  }

  /** Drops all steps after `length`. */
  truncate(length: number): void {
    if (length < this.length) this.currentAttempt = {};
    this.length = Math.min(this.length, length);
    if (this.length === 0) this.hasSoft = false;
  }

  /** The series so far, without copying: valid until steps are replaced. */
  view(): StepSeries {
    const { length } = this;
    const series = {
      length,
      total: this.total.subarray(0, length),
      hard: this.hard.subarray(0, length),
      learningRate: this.learningRate.subarray(0, length),
    };
    return this.hasSoft ? { ...series, soft: this.soft.subarray(0, length) } : series;
  }

  private reserve(length: number): void {
    if (length <= this.total.length) return;
    let capacity = Math.max(this.total.length, INITIAL_CAPACITY);
    while (capacity < length) {
      const expected = Math.min(this.expected, MOST_GROWTH * capacity);
      capacity = Math.max(2 * capacity, expected);
    }
    this.total = grown(this.total, new Float32Array(capacity));
    this.hard = grown(this.hard, new Float32Array(capacity));
    this.soft = grown(this.soft, new Float32Array(capacity));
    this.learningRate = grown(this.learningRate, new Float64Array(capacity));
  }
}

function grown<Numbers extends Float32Array | Float64Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}

function copy(values: readonly (number | null)[] | Float64Array, target: Float32Array, start: number): void {
  if (values instanceof Float64Array) target.set(values, start);
  else for (let index = 0; index < values.length; index++) target[start + index] = values[index] ?? NaN;
}
