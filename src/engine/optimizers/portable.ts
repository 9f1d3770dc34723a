import type { Tensor } from '@tensorflow/tfjs';
import type { NamedArray } from '../../common/namedArray';
import type { NetworkWeight } from '../models';
import { tf } from '../tensorflow';
import { decoupledDecay, prepareGradients, type OptimizationSettings, type Optimizer } from './optimizer';
import { exportSlot, forEachSlot, importSlot } from './slots';
import type { UpdateRule } from './updateRule';

/** Updates weights with operations that every TensorFlow.js backend has. */
export class PortableOptimizer<Slot extends string, Coefficient extends string> implements Optimizer {
  private readonly entries: { readonly weight: NetworkWeight; slots: Readonly<Record<Slot, Tensor>> }[];

  constructor(
    private readonly rule: UpdateRule<Slot, Coefficient>,
    private readonly weights: readonly NetworkWeight[],
    private readonly settings: OptimizationSettings,
  ) {
    this.entries = weights.map((weight) => ({
      weight,
      slots: forEachSlot(rule.slots, () => tf.keep(tf.zeros(weight.variable.shape))),
    }));
  }

  update(gradients: readonly Tensor[], step: number, learningRate: number): void {
    tf.tidy(() => {
      const prepared = prepareGradients(gradients, this.weights, this.settings);
      const coefficients = this.rule.coefficients(step, learningRate);
      this.entries.forEach((entry, index) => {
        const { weight, slots } = entry;
        const gradient = prepared[index];
        if (gradient === undefined) throw new Error(`There is no gradient for "${weight.name}".`);
        const decay = decoupledDecay(weight, this.settings, learningRate);
        const before = decay === undefined ? weight.variable : tf.sub(weight.variable, decay);
        const updated = this.rule.update(before, slots, coefficients, gradient);
        weight.variable.assign(weight.constrain?.(updated.weight) ?? updated.weight);
        entry.slots = replace(slots, updated.slots);
      });
    });
  }

  slots(): NamedArray[] {
    return this.entries.flatMap(({ weight, slots }) =>
      this.rule.slots.map((slot) => exportSlot(weight, slot, slots[slot].dataSync<'float32'>())),
    );
  }

  restore(arrays: readonly NamedArray[]): void {
    tf.tidy(() => {
      for (const entry of this.entries) {
        const restored = forEachSlot(this.rule.slots, (slot) => importSlot(arrays, entry.weight, slot));
        entry.slots = replace(entry.slots, restored);
      }
    });
  }

  dispose(): void {
    for (const { slots } of this.entries) tf.dispose(slots);
  }
}

function replace<Slots extends Readonly<Record<string, Tensor>>>(before: Slots, after: Slots): Slots {
  tf.dispose(before);
  for (const tensor of Object.values(after)) tf.keep(tensor);
  return after;
}
