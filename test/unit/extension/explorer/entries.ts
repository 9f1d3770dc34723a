import { RunFolder } from '../../../../src/runs';
import type { RunEntry } from '../../../../src/extension/records';

interface Changes {
  readonly summary?: Partial<RunEntry['summary']>;
  readonly annotations?: Partial<RunEntry['annotations']>;
}

/** A run as the explorer sees it: done, without results, unless told otherwise. */
export function runEntry(id: string, { summary = {}, annotations = {} }: Changes = {}): RunEntry {
  return {
    folder: new RunFolder(`/work/.distillery/runs/${id}`),
    distillery: '/work/.distillery',
    summary: {
      id,
      name: id,
      status: 'done',
      settings: {},
      results: {},
      warnings: 0,
      resumable: false,
      hasStudent: false,
      ...summary,
    },
    annotations: { tags: [], starred: false, archived: false, ...annotations },
  };
}
