import type { OptimizerSettings } from '../../experiment/schema/training';
import { tf } from '../tensorflow';
import type { UpdateRule } from './updateRule';

export type AdamSettings = Extract<OptimizerSettings, { type: 'adam' | 'adamw' }>;
type Slot = 'mean' | 'meanSquare';
type Coefficient = 'none' | 'stepSize' | 'beta1' | 'beta2' | 'epsilon';

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980). At step t, with gradient g and learning rate η:
 *
 *     m ← m + (1 − β₁)·(g − m)     v ← v + (1 − β₂)·(g² − v)
 *     w ← w − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 *
 * Multiplied out, so that the bias correction is two numbers a step, computed in float64:
 *
 *     w ← w − ηₜ · m / (√v + εₜ)     ηₜ = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)     εₜ = ε·√(1 − β₂ᵗ)
 *
 * β₁ and β₂ are rounded to float32 first: 1 − 0.999 differs by 1.3·10⁻⁵ between the precisions, and the correction must be
 * that of the averages as they are really taken.
 */
export function adam(settings: AdamSettings): UpdateRule<Slot, Coefficient> {
  const beta1 = Math.fround(settings.beta1);
  const beta2 = Math.fround(settings.beta2);
  return {
    slots: ['mean', 'meanSquare'],
    coefficients: (step, learningRate) => {
      const correction = Math.sqrt(1 - beta2 ** step);
      return {
        none: 0,
        stepSize: (learningRate * correction) / (1 - beta1 ** step),
        beta1,
        beta2,
        epsilon: settings.epsilon * correction,
      };
    },
    update: (weight, slots, { stepSize, epsilon }, gradient) => {
      const mean = tf.add(slots.mean, tf.mul(tf.sub(gradient, slots.mean), 1 - beta1));
      const meanSquare = tf.add(
        slots.meanSquare,
        tf.mul(tf.sub(tf.square(gradient), slots.meanSquare), 1 - beta2),
      );
      const change = tf.div(tf.mul(mean, stepSize), tf.add(tf.sqrt(meanSquare), epsilon));
      return { weight: tf.sub(weight, change), slots: { mean, meanSquare } };
    },
    kernel: {
      name: 'ResourceApplyAdam',
      flags: { use_locking: false, use_nesterov: false },
      // The kernel corrects the bias itself, in float32, from powers of β₁ and β₂; powers of 0 leave ηₜ as it is.
      inputs: [
        'weight',
        'mean',
        'meanSquare',
        'none',
        'none',
        'stepSize',
        'beta1',
        'beta2',
        'epsilon',
        'gradient',
      ],
    },
  };
}
