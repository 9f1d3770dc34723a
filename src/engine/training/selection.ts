import type { NamedArray } from '../../common/namedArray';
import type { TrainingSettings } from '../../experiment/schema/training';
import type { Network } from '../models';
import type { SplitMetrics, TrainingProgress } from './types';

const BEST_WEIGHTS = 'best/';

type Best = NonNullable<TrainingProgress['best']>;

/**
 * Which epoch's weights count, and when more epochs are no use. Only the validation split decides: the higher accuracy, of
 * equal ones the lower loss.
 */
export class EpochSelection {
  private best: Best | null;
  private bestWeights: readonly NamedArray[];
  private withoutImprovement: number;

  constructor(
    private readonly settings: Pick<TrainingSettings, 'keep' | 'earlyStopping'>,
    before?: { readonly progress: TrainingProgress; readonly arrays: readonly NamedArray[] },
  ) {
    this.best = before?.progress.best ?? null;
    this.withoutImprovement = before?.progress.epochsWithoutImprovement ?? 0;
    this.bestWeights = (before?.arrays ?? [])
      .filter(({ name }) => name.startsWith(BEST_WEIGHTS))
      .map((array) => ({ ...array, name: array.name.slice(BEST_WEIGHTS.length) }));
  }

  /** Takes note of an epoch and gives whether it is the best so far. */
  consider(epoch: number, network: Network, validation: SplitMetrics | undefined): boolean {
    if (validation === undefined || !Number.isFinite(validation.loss)) return false;
    const { accuracy, loss } = validation;
    const moreAccurate = this.best === null || accuracy > this.best.accuracy;
    this.withoutImprovement = moreAccurate ? 0 : this.withoutImprovement + 1;
    const better = moreAccurate || (accuracy === this.best?.accuracy && loss < this.best.loss);
    if (better) {
      this.best = { epoch, accuracy, loss };
      if (this.settings.keep === 'best') this.bestWeights = network.weights();
    }
    return better;
  }

  /** Whether early stopping is asked for and its patience is at an end. */
  get isExhausted(): boolean {
    const { earlyStopping } = this.settings;
    return earlyStopping !== undefined && this.withoutImprovement >= earlyStopping.patience;
  }

  get progress(): Omit<TrainingProgress, 'seconds'> {
    return { best: this.best, epochsWithoutImprovement: this.withoutImprovement };
  }

  /** The best weights, as a checkpoint keeps them. */
  get arrays(): NamedArray[] {
    return this.bestWeights.map((array) => ({ ...array, name: BEST_WEIGHTS + array.name }));
  }

  /**
   * Puts the best weights into the network, if they were to be kept and there are any.
   *
   * @returns their epoch
   */
  restoreBest(network: Network): number | undefined {
    if (this.best === null || this.bestWeights.length === 0) return undefined;
    network.setWeights(this.bestWeights);
    return this.best.epoch;
  }
}
