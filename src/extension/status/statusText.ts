import { decimal } from '../../common/format';
import { visibleText } from '../../common/text';
import { stageTitle } from '../../runs/record/stageTitle';
import type { RunEntry } from '../records';

/** What the status bar says: nothing while nothing runs or waits. */
export function statusText(live: readonly RunEntry[], queued: number): string | undefined {
  const [first] = live;
  if (first === undefined) return queued === 0 ? undefined : `$(clock) ${queued} queued`;
  const count = live.length > 1 ? `${live.length} × ` : '';
  const waiting = queued > 0 ? ` +${queued}` : '';
  return `${iconOf(live)} ${count}${progressOf(first)}${waiting}`;
}

function iconOf(live: readonly RunEntry[]): string {
  return live.every(({ summary }) => summary.status === 'paused') ? '$(debug-pause)' : '$(sync~spin)';
}

/** A `$(` in a name would become an icon; stage titles hold none. */
function progressOf({ summary: { live } }: RunEntry): string {
  if (live === undefined) return 'starting';
  const percentage = live.fraction === undefined ? '' : ` ${decimal(100 * live.fraction, 0)} %`;
  return `${visibleText(stageTitle(live.stage))}${percentage}`;
}
