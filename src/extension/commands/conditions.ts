import type { Presence } from '../contributions';
import type { RunEntry } from '../records/entry';

/** What a run must be for a command to work on it. */
export type Condition = Exclude<Presence, 'experiments' | 'queued' | 'deleted' | 'several'>;

const conditions: Readonly<Record<Condition, (entry: RunEntry) => boolean>> = {
  runs: () => true,
  running: ({ summary }) => summary.status === 'running',
  paused: ({ summary }) => summary.status === 'paused',
  live: ({ summary }) => summary.status === 'running' || summary.status === 'paused',
  ended: ({ summary }) => summary.status !== 'running' && summary.status !== 'paused',
  resumable: ({ summary }) => summary.resumable,
  hasStudent: ({ summary }) => summary.hasStudent,
  starred: ({ annotations }) => annotations.starred,
  archived: ({ annotations }) => annotations.archived,
};

export const conditionNames = Object.keys(conditions) as readonly Condition[];

export function fulfils(entry: RunEntry, condition: Condition): boolean {
  return conditions[condition](entry);
}

/** Which conditions at least one of the runs fulfils. */
export function fulfilledBySome(entries: readonly RunEntry[]): ReadonlySet<Condition> {
  return new Set(conditionNames.filter((condition) => entries.some((entry) => conditions[condition](entry))));
}
