import type { RunEntry } from '../records/entry';

export interface TagChange {
  readonly entry: RunEntry;
  readonly tags: readonly string[];
}

/** Every tag of the runs, the most used first. */
export function knownTags(entries: readonly RunEntry[]): string[] {
  const uses = new Map<string, number>();
  for (const tag of entries.flatMap(({ annotations }) => annotations.tags)) {
    uses.set(tag, (uses.get(tag) ?? 0) + 1);
  }
  return [...uses].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}

/** The tags that all of the runs have. */
export function commonTags([first, ...others]: readonly RunEntry[]): string[] {
  return (
    first?.annotations.tags.filter((tag) =>
      others.every(({ annotations }) => annotations.tags.includes(tag)),
    ) ?? []
  );
}

/**
 * What becomes of each run's tags when `before` was ticked for all of them and `after` is now: what was ticked is added,
 * what was unticked is removed, and tags that only some runs have stay. Only runs whose tags change.
 */
export function tagChanges(
  entries: readonly RunEntry[],
  before: readonly string[],
  after: readonly string[],
): TagChange[] {
  const removed = new Set(before.filter((tag) => !after.includes(tag)));
  return entries.flatMap((entry) => {
    const old = entry.annotations.tags;
    const tags = [...new Set([...old.filter((tag) => !removed.has(tag)), ...after])];
    const isSame = tags.length === old.length && tags.every((tag) => old.includes(tag));
    return isSame ? [] : [{ entry, tags }];
  });
}
