import type { DistillationSettings, MethodName } from '../../experiment/schema/distillation';
import { hinton } from './hinton';
import { labels } from './labels';
import { labelSmoothing } from './labelSmoothing';
import type { Method } from './method';

export type { Answers, LossInput, LossTerms, Method, TaughtLossInput, TaughtLossTerms } from './method';

type SettingsOf = { readonly [Name in MethodName]: Extract<DistillationSettings, { method: Name }> };

const registry: { readonly [Name in MethodName]: Method<SettingsOf[Name]> } = {
  hinton,
  'label-smoothing': labelSmoothing,
  labels,
};

/** The method of these settings. */
export function methodOf<Name extends MethodName>(settings: SettingsOf[Name]): Method<SettingsOf[Name]> {
  return registry[settings.method];
}
