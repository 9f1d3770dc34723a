import type { RunEntry } from './entry';

/** Between two tellings of what a comparison with the disk has found so far. */
const TELL_MILLISECONDS = 500;

export interface RunListListener {
  /** Runs have come, gone, or are not in the order they were. */
  readonly onReplaced: () => void;
  readonly onChanged: (entries: readonly RunEntry[]) => void;
  /** The folder is there, and its runs can't be listed. */
  readonly onUnreadable: (problem: unknown) => void;
  /** Something else failed, such as keeping the index: the list works on with what there is. */
  readonly onProblem: (problem: unknown) => void;
}

/** What a look at a run's folder has found. */
export type Finding = 'same' | 'changed' | 'new' | 'gone';

/** Gathers what was found, so that listeners hear of it seldom. */
export class Findings {
  private membership: 'same' | 'other' = 'same';
  private changed: RunEntry[] = [];
  private lastTold = performance.now();

  constructor(private readonly listener: RunListListener) {}

  add(finding: Finding, entry: RunEntry | undefined): void {
    if (finding === 'new' || finding === 'gone') this.membership = 'other';
    else if (finding === 'changed' && entry) this.changed.push(entry);
  }

  tellNowAndThen(): void {
    if (performance.now() - this.lastTold >= TELL_MILLISECONDS) this.tell();
  }

  tell(): void {
    if (this.membership === 'other') this.listener.onReplaced();
    else if (this.changed.length > 0) this.listener.onChanged(this.changed);
    this.membership = 'same';
    this.changed = [];
    this.lastTold = performance.now();
  }
}
