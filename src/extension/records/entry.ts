import type { Annotations, RunFolder, RunSummary } from '../../runs';

/** A run as lists show it. Replaced, never changed, when the run does. */
export interface RunEntry {
  readonly folder: RunFolder;
  /** The `.distillery` folder that it lies in. */
  readonly distillery: string;
  readonly summary: RunSummary;
  readonly annotations: Annotations;
}

/** What a run is called: the name that people gave it, else the experiment's. */
export function titleOf({ summary, annotations }: Pick<RunEntry, 'summary' | 'annotations'>): string {
  return annotations.name ?? summary.name;
}
