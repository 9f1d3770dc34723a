import type { QueuedRun } from '../processes';
import type { RunEntry } from '../records';
import type { RunGroup } from './arrangement';

/** Something of a run that opens: what a person finds below its row. */
export type Detail =
  | { readonly kind: 'stage'; readonly title: string; readonly description: string; readonly icon: string }
  | {
      readonly kind: 'checkpoint';
      readonly title: string;
      readonly description: string;
      readonly file: string;
    }
  | { readonly kind: 'artefact'; readonly title: string; readonly icon: string; readonly file: string };

export interface QueueNode {
  readonly kind: 'queue';
}

export interface QueuedNode {
  readonly kind: 'queued';
  readonly queued: QueuedRun;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly group: RunGroup;
}

/** The runs past the first few hundred of a group, so that no list grows with all that was ever run. */
export interface OlderNode {
  readonly kind: 'older';
  readonly parent: GroupNode | OlderNode | undefined;
  readonly entries: readonly RunEntry[];
}

export interface RunNode {
  readonly kind: 'run';
  readonly run: RunEntry;
  readonly parent: GroupNode | OlderNode | undefined;
}

export interface DetailNode {
  readonly kind: 'detail';
  readonly run: RunEntry;
  readonly detail: Detail;
}

export type Node = QueueNode | QueuedNode | GroupNode | OlderNode | RunNode | DetailNode;

/** Rows shown at once before the rest is put below one row. */
const PAGE = 200;

/** The rows of a list of runs: the first page, then one row for all others. */
export function runRows(entries: readonly RunEntry[], parent: RunNode['parent']): (RunNode | OlderNode)[] {
  const first = entries.slice(0, PAGE).map((run): RunNode => ({ kind: 'run', run, parent }));
  const rest = entries.slice(PAGE);
  return rest.length === 0 ? first : [...first, { kind: 'older', entries: rest, parent }];
}
