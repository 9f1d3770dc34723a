import { visibleText } from '../../common/text';
import type { StageKey } from '../../protocol/events';

/** What a stage is called: "teacher", "student, seed 2". */
export function stageTitle(stage: StageKey): string {
  switch (stage) {
    case 'data':
      return 'data';
    case 'teacher':
      return 'teacher';
    case 'soft-targets':
      return 'soft targets';
    case 'report':
      return 'report';
    default: {
      const dash = stage.indexOf('-');
      return visibleText(`${stage.slice(0, dash)}, seed ${stage.slice(dash + 1)}`);
    }
  }
}
