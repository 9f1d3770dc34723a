import type { StageKey } from '../../protocol/events';
import type { Channel } from '../base/channel';

const MOST_KEPT = 256;

/** Answers to the probes after single epochs: asked for when they are wanted, and kept. */
export class Snapshots {
  private readonly kept = new Map<string, Float32Array>();
  private readonly asked = new Set<string>();

  /** @param onAnswer something that was wanted has come, or could not be had */
  constructor(
    private readonly channel: Channel,
    private readonly onAnswer: () => void,
  ) {}

  /** Examples × classes of logits; undefined while they are not there yet. */
  logits(stage: StageKey, epoch: number): Float32Array | undefined {
    const key = `${stage} ${epoch}`;
    const kept = this.kept.get(key);
    if (kept || this.asked.has(key)) return kept;
    this.asked.add(key);
    void this.channel
      .request('snapshot', { stage, epoch })
      .then((snapshot) => {
        if (snapshot) this.keep(key, snapshot.logits);
        this.onAnswer();
      })
      .finally(() => this.asked.delete(key));
    return undefined;
  }

  private keep(key: string, logits: Float32Array): void {
    this.kept.set(key, logits);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
