import type { Tensor } from '@tensorflow/tfjs';
import type { NamedArray } from '../../common/namedArray';
import type { NetworkWeight } from '../models';
import { Attributes } from '../operations/attributes';
import { emptyTensor, ResourceVariable } from '../operations/resourceVariable';
import type { OperationAttribute, TensorFlowBackend } from '../operations/tensorflowBackend';
import { tf } from '../tensorflow';
import { decoupledDecay, prepareGradients, type OptimizationSettings, type Optimizer } from './optimizer';
import { exportSlot, forEachSlot, importSlot } from './slots';
import { StepScalars } from './stepScalars';
import type { UpdateRule } from './updateRule';

interface Entry<Slot extends string> {
  readonly weight: NetworkWeight;
  readonly value: ResourceVariable;
  /** What the network's variable shows while the value changes. */
  readonly empty: Tensor;
  readonly slots: Readonly<Record<Slot, ResourceVariable>>;
}

/**
 * Updates weights with TensorFlow's own kernels, in place. The weights live in resource variables; the network's variables
 * show their values between steps.
 */
export class NativeOptimizer<Slot extends string, Coefficient extends string> implements Optimizer {
  private readonly entries: readonly Entry<Slot>[];
  private readonly attributes: readonly OperationAttribute[];
  private readonly scalars = new StepScalars();

  constructor(
    private readonly backend: TensorFlowBackend,
    private readonly rule: UpdateRule<Slot, Coefficient>,
    private readonly weights: readonly NetworkWeight[],
    private readonly settings: OptimizationSettings,
  ) {
    const attributes = new Attributes(backend.binding);
    this.attributes = [
      attributes.float('T'),
      ...Object.entries(rule.kernel.flags).map(([name, value]) => attributes.flag(name, value)),
    ];
    this.entries = weights.map((weight) => ({
      weight,
      value: new ResourceVariable(backend, weight.variable),
      empty: emptyTensor(weight.variable.shape),
      slots: forEachSlot(rule.slots, () => zeros(backend, weight.variable.shape)),
    }));
  }

  update(gradients: readonly Tensor[], step: number, learningRate: number): void {
    tf.tidy(() => {
      const prepared = prepareGradients(gradients, this.weights, this.settings);
      const coefficients = Object.entries<number>(this.rule.coefficients(step, learningRate));
      const scalars = coefficients.map(([name, value]) => this.scalars.get(name, value));
      const scalarIds = this.backend.getInputTensorIds(scalars);
      const coefficientIds = new Map(coefficients.map(([name], index) => [name, scalarIds[index]]));
      this.entries.forEach((entry, index) => {
        const gradient = prepared[index];
        if (gradient === undefined) throw new Error(`There is no gradient for "${entry.weight.name}".`);
        const decay = decoupledDecay(entry.weight, this.settings, learningRate);
        entry.weight.variable.assign(entry.empty);
        if (decay !== undefined) entry.value.subtract(decay);
        this.apply(entry, coefficientIds, gradient);
        this.show(entry);
      });
    });
  }

  slots(): NamedArray[] {
    return this.entries.flatMap(({ weight, slots }) =>
      this.rule.slots.map((slot) => exportSlot(weight, slot, slots[slot].values())),
    );
  }

  restore(arrays: readonly NamedArray[]): void {
    tf.tidy(() => {
      for (const { weight, value, slots } of this.entries) {
        value.assign(weight.variable);
        for (const slot of this.rule.slots) slots[slot].assign(importSlot(arrays, weight, slot));
      }
    });
  }

  dispose(): void {
    this.scalars.dispose();
    for (const { value, empty, slots } of this.entries) {
      value.dispose();
      empty.dispose();
      for (const slot of this.rule.slots) slots[slot].dispose();
    }
  }

  private apply(
    { value, slots }: Entry<Slot>,
    coefficientIds: ReadonlyMap<string, number | undefined>,
    gradient: Tensor,
  ): void {
    const inputIds = this.rule.kernel.inputs.map((input) => {
      if (input === 'weight') return value.id;
      if (input === 'gradient') return this.backend.getInputTensorIds([gradient])[0];
      return coefficientIds.get(input) ?? slots[input as Slot].id;
    });
    this.backend.binding.executeOp(this.rule.kernel.name, this.attributes, inputIds as number[], 0);
  }

  private show({ weight, value }: Entry<Slot>): void {
    const updated = value.read();
    if (weight.constrain === undefined) {
      weight.variable.assign(updated);
      return;
    }
    const constrained = weight.constrain(updated);
    value.assign(constrained);
    weight.variable.assign(constrained);
  }
}

function zeros(backend: TensorFlowBackend, shape: number[]): ResourceVariable {
  const initial = tf.zeros(shape);
  const variable = new ResourceVariable(backend, initial);
  initial.dispose();
  return variable;
}
