import type { Tensor } from '@tensorflow/tfjs';

/**
 * How one weight is updated, written twice: as TensorFlow's kernel that does it in place, and in operations that every
 * backend has. Both take the same coefficients, which are computed in float64.
 */
export interface UpdateRule<Slot extends string, Coefficient extends string> {
  /** What is remembered of each weight from step to step: arrays of its shape that start at 0. */
  readonly slots: readonly Slot[];

  /** The numbers of one step, the same for every weight. @param step from 1 */
  coefficients(step: number, learningRate: number): Readonly<Record<Coefficient, number>>;

  /** The new value of the weight and of its slots. */
  update(
    weight: Tensor,
    slots: Readonly<Record<Slot, Tensor>>,
    coefficients: Readonly<Record<Coefficient, number>>,
    gradient: Tensor,
  ): { readonly weight: Tensor; readonly slots: Readonly<Record<Slot, Tensor>> };

  readonly kernel: {
    /** TensorFlow's name of the operation. */
    readonly name: string;
    readonly flags: Readonly<Record<string, boolean>>;
    /** Its inputs in its order. */
    readonly inputs: readonly ('weight' | 'gradient' | Slot | Coefficient)[];
  };
}
