import type { ScheduleSettings } from '../../experiment/schema/training';

export interface TrainingLength {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/**
 * The learning rate of one step. Over the warm-up it grows linearly to its full value, which it reaches with the warm-up's
 * last step; then the schedule's factor applies:
 *
 * - constant: 1
 * - step: `factor` to the power of the drops so far; epochs count from the start of the training
 * - cosine: from 1 to `finalFraction` along half a cosine, from the end of the warm-up to the end of the training
 *   (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts)
 *
 * @param base the optimizer's learning rate
 * @param step from 1
 */
export function learningRateAt(
  base: number,
  schedule: ScheduleSettings,
  step: number,
  { stepsPerEpoch, totalSteps }: TrainingLength,
): number {
  const warmupSteps = schedule.warmupEpochs * stepsPerEpoch;
  const stepsBefore = step - 1;
  if (step < warmupSteps) {
    return (base * step) / warmupSteps;
  }
  switch (schedule.type) {
    case 'constant':
      return base;
    case 'step':
      return base * schedule.factor ** Math.floor(stepsBefore / (schedule.everyEpochs * stepsPerEpoch));
    case 'cosine': {
      const remaining = Math.max(1, totalSteps - warmupSteps);
      const share = Math.min(1, Math.max(0, stepsBefore - warmupSteps) / remaining);
      const descent = (1 + Math.cos(Math.PI * share)) / 2;
      return base * (schedule.finalFraction + (1 - schedule.finalFraction) * descent);
    }
  }
}
