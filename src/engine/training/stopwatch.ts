/** Measures time that is spent on training, without what is spent waiting for others. */
export class Stopwatch {
  private readonly startedAt = performance.now();
  private paused = 0;

  /** @param before seconds already on the watch */
  constructor(private readonly before = 0) {}

  get seconds(): number {
    return this.before + (performance.now() - this.startedAt - this.paused) / 1000;
  }

  /** Does something that doesn't count. */
  async without<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.paused += performance.now() - start;
    }
  }
}
