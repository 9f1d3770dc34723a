import { count, counted, decimal, factor, percent, points } from '../../common/format';
import type { StageKey } from '../../protocol/events';
import type { ReportWarning } from './input';

/**
 * The warnings of the proviso: why distillation may be no use here, as measured. Each says what was measured, and what to
 * try.
 */

/**
 * Mean entropy of the softened teacher distributions, as a share of ln(classes). Above the first, the likeliest of 10
 * classes has a probability of about 0.17 on average, not twice the others' 0.09: what the teacher knows is a last small
 * ripple. Below the second, it has about 0.998: the targets say hardly more than the labels.
 */
export const UNIFORM_ENTROPY_SHARE = 0.99;
export const ONE_HOT_ENTROPY_SHARE = 0.01;

/** Students that answer this share of the training sample as the teacher does, or more, have learnt to mimic it. */
export const FITTED_AGREEMENT = 0.95;
/** The lead in training accuracy from which a teacher counts as far more accurate than its student. */
export const FAR_AHEAD = 0.02;

/** Seeds from which the spread of the difference can be judged. */
export const ENOUGH_SEEDS = 3;

/**
 * Soft targets that teach nothing: near uniform or near one-hot.
 *
 * @param meanEntropy of the teacher's distributions at this temperature, in nats
 */
export function targetsWarning(
  meanEntropy: number,
  classes: number,
  temperature: number,
): ReportWarning | undefined {
  const share = meanEntropy / Math.log(classes);
  const measured = `their mean entropy is ${decimal(meanEntropy, 4)} nats, ${percent(share, 1)} of the largest possible, ln ${classes}`;
  if (share > UNIFORM_ENTROPY_SHARE) {
    return {
      code: 'targets-uniform',
      message: `At temperature ${temperature} the teacher's soft targets are nearly uniform: ${measured}.`,
      mend: 'Try a lower temperature, half of it to begin with, or a teacher that is trained longer.',
    };
  }
  if (share < ONE_HOT_ENTROPY_SHARE) {
    return {
      code: 'targets-one-hot',
      message: `At temperature ${temperature} the teacher's soft targets are nearly one-hot and say hardly more than the labels: ${measured}.`,
      mend: 'Try a higher temperature, twice as high to begin with, or a teacher that is less sure (label noise, dropout, weight decay, fewer epochs).',
    };
  }
  return undefined;
}

/** A teacher that the labels alone can match has little to hand down. Accuracies are on the test set. */
export function teacherWarning(
  teacherAccuracy: number,
  baselineAccuracy: number,
  seeds: number,
): ReportWarning | undefined {
  if (teacherAccuracy > baselineAccuracy) return undefined;
  return {
    code: 'teacher-no-better',
    message: `The teacher is no better than the baseline: ${percent(teacherAccuracy)} test accuracy against ${percent(baselineAccuracy)} (${seeds === 1 ? 'one seed' : `mean of ${count(seeds)} seeds`}).`,
    mend: 'Make the teacher better first: train it longer, make it larger, or regularise it (dropout, augmentation, weight decay).',
  };
}

/** A student that saves nothing. */
export function sizeWarning(teacherParameters: number, studentParameters: number): ReportWarning | undefined {
  if (studentParameters < teacherParameters) return undefined;
  return {
    code: 'student-not-smaller',
    message: `The student is no smaller than the teacher: ${count(studentParameters)} parameters against ${count(teacherParameters)}.`,
    mend: 'Give the student fewer units, filters or layers, unless an equal student is the aim (born-again networks, Furlanello 2018).',
  };
}

export interface Fit {
  readonly teacherParameters: number;
  readonly studentParameters: number;
  /** On the sample of the training split, from 0 to 1. */
  readonly teacherTrainAccuracy: number;
  /** Means over the students, on the same sample. */
  readonly studentTrainAccuracy: number;
  readonly studentTrainAgreement: number;
}

/**
 * A student too small to follow its teacher (Mirzadeh 2020, arXiv:1902.03393; Cho and Hariharan 2019, arXiv:1910.01348): it
 * has fewer parameters, and even on training examples answers otherwise more than 5 % of the time and is more than 2 points
 * less accurate.
 */
export function capacityWarning(fit: Fit): ReportWarning | undefined {
  const lead = fit.teacherTrainAccuracy - fit.studentTrainAccuracy;
  const smaller = fit.studentParameters < fit.teacherParameters;
  if (!smaller || lead <= FAR_AHEAD || fit.studentTrainAgreement >= FITTED_AGREEMENT) return undefined;
  return {
    code: 'capacity-gap',
    message: `The student can't follow the teacher: on training examples it agrees with it ${percent(fit.studentTrainAgreement, 1)} of the time and is ${points(lead).replace('+', '')} points less accurate, with ${factor(fit.teacherParameters / fit.studentParameters)} fewer parameters.`,
    mend: 'Try a teacher assistant of a size in between, a smaller teacher, a lower temperature, more epochs, or a larger student.',
  };
}

/** Too few seeds to tell merit from luck. */
export function seedsWarning(comparedSeeds: number): ReportWarning | undefined {
  if (comparedSeeds >= ENOUGH_SEEDS) return undefined;
  return {
    code: 'few-seeds',
    message: `Student and baseline were compared over ${counted(comparedSeeds, 'seed')}: too few to tell a difference from luck in training.`,
    mend: 'Run at least three: --seeds 1,2,3, or "seeds": [1, 2, 3] in the experiment file.',
  };
}

/**
 * A training stage whose loss was no longer a number.
 *
 * @param step the optimizer step at which it was seen, from 1
 */
export function divergedWarning(stage: StageKey, step: number): ReportWarning {
  return {
    code: 'diverged',
    message: `${stage}: the loss was no longer finite at step ${count(step)}; the stage was ended there.`,
    mend: 'Try a learning rate ten times lower, a warm-up ("warmupEpochs") or gradient clipping ("clipNorm").',
  };
}
