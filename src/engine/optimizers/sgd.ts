import type { OptimizerSettings } from '../../experiment/schema/training';
import { tf } from '../tensorflow';
import type { UpdateRule } from './updateRule';

export type SgdSettings = Extract<OptimizerSettings, { type: 'sgd' }>;

/** Stochastic gradient descent without momentum. With gradient g and learning rate η: w ← w − η·g. */
export function sgd(): UpdateRule<never, 'learningRate'> {
  return {
    slots: [],
    coefficients: (_step, learningRate) => ({ learningRate }),
    update: (weight, _slots, { learningRate }, gradient) => ({
      weight: tf.sub(weight, tf.mul(gradient, learningRate)),
      slots: {},
    }),
    kernel: {
      name: 'ResourceApplyGradientDescent',
      flags: { use_locking: false },
      inputs: ['weight', 'learningRate', 'gradient'],
    },
  };
}

/**
 * Stochastic gradient descent with momentum, as PyTorch defines it. With gradient g, learning rate η and momentum μ:
 *
 *     b ← μ·b + g     w ← w − η·b            (the ordinary kind)
 *     b ← μ·b + g     w ← w − η·(g + μ·b)    (Nesterov's)
 *
 * Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning". Unlike there, η multiplies
 * the velocity b only when it is used, so that a change of the learning rate takes effect at once.
 */
export function momentum(settings: SgdSettings): UpdateRule<'velocity', 'learningRate' | 'momentum'> {
  return {
    slots: ['velocity'],
    coefficients: (_step, learningRate) => ({ learningRate, momentum: settings.momentum }),
    update: (weight, slots, coefficients, gradient) => {
      const velocity = tf.add(tf.mul(slots.velocity, coefficients.momentum), gradient);
      const direction = settings.nesterov
        ? tf.add(gradient, tf.mul(velocity, coefficients.momentum))
        : velocity;
      return {
        weight: tf.sub(weight, tf.mul(direction, coefficients.learningRate)),
        slots: { velocity },
      };
    },
    kernel: {
      name: 'ResourceApplyMomentum',
      flags: { use_locking: false, use_nesterov: settings.nesterov },
      inputs: ['weight', 'velocity', 'learningRate', 'gradient', 'momentum'],
    },
  };
}
