import { setImmediate } from 'node:timers/promises';

const SLICE_MILLISECONDS = 5;

/** Keeps long work from blocking others in the process: ask it between any two small pieces. */
export class Pace {
  private sliceStart = performance.now();

  /** Whether this slice has lasted long enough for others to get their turn: `await rest()`, then. */
  get isDue(): boolean {
    return performance.now() - this.sliceStart >= SLICE_MILLISECONDS;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.sliceStart = performance.now();
  }
}
