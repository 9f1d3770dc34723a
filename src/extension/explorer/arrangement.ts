import type { RunState } from '../../runs';
import type { RunEntry } from '../records';
import { titleOf } from '../records/entry';

export const groupKeys = ['experiment', 'status', 'tag', 'none'] as const;
export type GroupKey = (typeof groupKeys)[number];

export const sortKeys = [
  'newest',
  'oldest',
  'name',
  'studentAccuracy',
  'difference',
  'teacherAccuracy',
  'compression',
  'speedUp',
  'studentBytes',
  'studentLatency',
] as const;
export type SortKey = (typeof sortKeys)[number];

/** How the run explorer shows its runs. */
export interface Arrangement {
  readonly group: GroupKey;
  readonly sort: SortKey;
  /** Words that must all occur in what a run's row, tags or settings say; empty shows every run. */
  readonly filter: string;
  readonly archived: 'hidden' | 'shown';
}

export interface RunGroup {
  /** Experiment: its file's path; status: a `RunState`; tag: the tag, empty for runs without one; none: empty. */
  readonly key: string;
  readonly entries: readonly RunEntry[];
}

/** Runs that need a look come first. */
const STATUS_ORDER: readonly RunState[] = ['running', 'paused', 'crashed', 'failed', 'stopped', 'done'];

/** Metrics of which less is better. */
const ASCENDING: ReadonlySet<SortKey> = new Set(['studentBytes', 'studentLatency']);

/**
 * Filters, sorts and groups. Runs that lack the metric sorted by come last; runs with equal values keep their order; a run
 * with several tags stands under each of them.
 *
 * @param entries newest first
 */
export function arrange(entries: readonly RunEntry[], arrangement: Arrangement): RunGroup[] {
  const shown = entries.filter((entry) => arrangement.archived === 'shown' || !entry.annotations.archived);
  const sorted = sortEntries(filterEntries(shown, arrangement.filter), arrangement.sort);
  const groups = new Map<string, RunEntry[]>();
  for (const entry of sorted) {
    for (const key of groupsOf(entry, arrangement.group)) {
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  }
  const result = [...groups].map(([key, members]) => ({ key, entries: members }));
  return inGroupOrder(result, arrangement.group);
}

function filterEntries(entries: readonly RunEntry[], filter: string): readonly RunEntry[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = searchedText(entry);
    return words.every((word) => text.includes(word));
  });
}

/** What a filter looks at, in lower case. */
function searchedText(entry: RunEntry): string {
  const { summary, annotations } = entry;
  const { method, temperature, alpha } = summary.settings;
  return [
    titleOf(entry),
    summary.id,
    summary.name,
    summary.status,
    summary.experimentFile ?? '',
    summary.verdict ?? '',
    method ?? '',
    temperature === undefined ? '' : `T=${temperature}`,
    alpha === undefined ? '' : `alpha=${alpha}`,
    annotations.starred ? 'starred' : '',
    annotations.archived ? 'archived' : '',
    ...annotations.tags.map((tag) => `#${tag}`),
  ]
    .join('\n')
    .toLowerCase();
}

function sortEntries(entries: readonly RunEntry[], sort: SortKey): readonly RunEntry[] {
  switch (sort) {
    case 'newest':
      return entries;
    case 'oldest':
      return entries.toReversed();
    case 'name':
      return entries.toSorted((a, b) => titleOf(a).localeCompare(titleOf(b)));
    case 'studentAccuracy':
    case 'difference':
    case 'teacherAccuracy':
    case 'compression':
    case 'speedUp':
    case 'studentBytes':
    case 'studentLatency': {
      const sign = ASCENDING.has(sort) ? 1 : -1;
      const value = (entry: RunEntry): number => {
        const result = entry.summary.results[sort];
        return result === undefined || Number.isNaN(result) ? Infinity : sign * result;
      };
      return entries.toSorted((a, b) => compare(value(a), value(b)));
    }
  }
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function groupsOf({ summary, annotations }: RunEntry, group: GroupKey): readonly string[] {
  switch (group) {
    case 'experiment':
      return [summary.experimentFile ?? ''];
    case 'status':
      return [summary.status];
    case 'tag':
      return annotations.tags.length === 0 ? [''] : annotations.tags;
    case 'none':
      return [''];
  }
}

function inGroupOrder(groups: RunGroup[], group: GroupKey): RunGroup[] {
  switch (group) {
    case 'status': {
      const order = (key: string): number => STATUS_ORDER.indexOf(key as RunState);
      return groups.toSorted((a, b) => order(a.key) - order(b.key));
    }
    case 'tag':
      return groups.toSorted(
        (a, b) => Number(a.key === '') - Number(b.key === '') || a.key.localeCompare(b.key),
      );
    case 'experiment':
    case 'none':
      return groups;
  }
}
