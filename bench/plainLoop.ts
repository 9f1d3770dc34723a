import { permutation, Random, RandomStream } from '../src/common/random';
import { COMPARED_STEPS, type Contender, type Round, type TrainingCase } from './contender';

/** A `for` loop over steps, and nothing besides. */
export abstract class PlainLoop implements Contender {
  readonly firstLosses: number[] = [];
  private readonly batches: readonly Int32Array[];
  private step = 0;

  constructor({ dataset, settings, seed }: TrainingCase) {
    const order = permutation(dataset.train.count, new Random(seed, RandomStream.shuffle, 0));
    const count = Math.ceil(order.length / settings.batchSize);
    this.batches = Array.from({ length: count }, (_, batch) =>
      order.slice(batch * settings.batchSize, (batch + 1) * settings.batchSize),
    );
  }

  round(seconds: number): Promise<Round> {
    while (this.step < COMPARED_STEPS) this.firstLosses.push(this.lossOf(this.batch(), ++this.step));
    const start = performance.now();
    const end = start + 1000 * seconds;
    let steps = 0;
    for (; performance.now() < end; steps++) this.run(this.batch(), ++this.step);
    return Promise.resolve({ steps, seconds: (performance.now() - start) / 1000 });
  }

  abstract dispose(): Promise<void>;

  /** @param step from 1 */
  protected abstract run(batch: Int32Array, step: number): void;

  /** Does the step, and reads its loss from before the update. */
  protected abstract lossOf(batch: Int32Array, step: number): number;

  private batch(): Int32Array {
    return this.batches[this.step % this.batches.length] as Int32Array;
  }
}
