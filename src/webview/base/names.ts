import { visibleText } from '../../common/text';
import type { StageKey } from '../../protocol/events';
import { roleOf } from '../pure/runModel';
import { t } from './text';

/** What a stage is called: "Teacher", "Student, seed 2". */
export function stageName(stage: StageKey): string {
  const seed = stage.slice(stage.indexOf('-') + 1);
  switch (roleOf(stage)) {
    case 'teacher':
      return t('Teacher');
    case 'student':
      return t('Student, seed {0}', visibleText(seed));
    case 'baseline':
      return t('Baseline, seed {0}', visibleText(seed));
    case undefined:
      break;
  }
  if (stage === 'data') return t('Data');
  return stage === 'soft-targets' ? t('Soft targets') : t('Report');
}

/** Names from data, with everything that would act instead of showing written out. */
export function shownName(name: string, longest = 40): string {
  const text = visibleText(name);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
