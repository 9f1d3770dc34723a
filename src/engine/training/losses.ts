import type { TrainingStep } from './step';
import type { StepsReport } from './types';

/** Hands losses over in order, none twice, none left out. */
export class LossReporter {
  private learningRates: number[] = [];
  private examples = 0;
  private since: number;
  /** The first step that has not been reported. */
  private first: number;

  /**
   * @param stepsBefore steps done before the first one that is noted
   * @param seconds reads the watch that examples a second are measured with
   */
  constructor(
    private readonly step: TrainingStep,
    private readonly report: (report: StepsReport) => void,
    private readonly seconds: () => number,
    stepsBefore: number,
  ) {
    this.first = stepsBefore + 1;
    this.since = seconds();
  }

  note(examples: number, learningRate: number): void {
    this.examples += examples;
    this.learningRates.push(learningRate);
  }

  /** Seconds on the watch since losses were last handed over. */
  get age(): number {
    return this.seconds() - this.since;
  }

  /**
   * Reports all steps noted since the last call, up to the first whose loss is not finite: what comes after that one has no
   * meaning.
   *
   * @returns the number of that step, if there is one
   */
  flush(): number | undefined {
    const count = this.learningRates.length;
    if (count === 0) {
      this.restart();
      return undefined;
    }
    const { total, hard, soft } = this.step.takeLosses();
    const broken = total.findIndex((loss) => !Number.isFinite(loss));
    const end = broken < 0 ? count : broken + 1;
    const first = this.first;
    this.report({
      first,
      total: total.slice(0, end),
      hard: hard.slice(0, end),
      ...(soft && { soft: soft.slice(0, end) }),
      learningRate: Float32Array.from(this.learningRates.slice(0, end)),
      examplesPerSecond: this.examples / Math.max(this.age, 1e-6),
    });
    this.first += count;
    this.restart();
    return broken < 0 ? undefined : first + broken;
  }

  /** Lets the measurement of examples a second begin anew: what came before was no training. */
  restart(): void {
    this.learningRates = [];
    this.examples = 0;
    this.since = this.seconds();
  }
}
