import type { Scalar } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';

/** Named numbers inside the engine, made anew only when they change from one step to the next. */
export class StepScalars {
  private readonly held = new Map<string, { readonly value: number; readonly scalar: Scalar }>();

  /** The scalar of this name with this value; it stays this object's. */
  get(name: string, value: number): Scalar {
    const before = this.held.get(name);
    if (before !== undefined && Object.is(before.value, value)) return before.scalar;
    before?.scalar.dispose();
    const scalar = tf.keep(tf.scalar(value));
    this.held.set(name, { value, scalar });
    return scalar;
  }

  dispose(): void {
    for (const { scalar } of this.held.values()) scalar.dispose();
    this.held.clear();
  }
}
