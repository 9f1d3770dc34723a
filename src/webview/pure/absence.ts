import type { StageKey } from '../../protocol/events';
import type { RunModel } from './runModel';

/** `unplanned`: nothing of the kind belongs to the run. `over`: it was planned, and the run ended without it. */
export type Absence = 'unplanned' | 'coming' | 'over';

/** Why a run has nothing of what certain stages bring. */
export function absenceOf({ head, stages }: RunModel, brings: (stage: StageKey) => boolean): Absence {
  if (stages.size > 0 && ![...stages.keys()].some(brings)) return 'unplanned';
  return head?.status === 'running' || head?.status === 'paused' ? 'coming' : 'over';
}
