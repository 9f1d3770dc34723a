import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow';

/**
 * Makes one node for automatic differentiation out of several operations.
 *
 * @param inputs what gradients flow to; whatever else `forward` uses is a constant
 * @param forward computes the value, and names the tensors that `backward` needs (they outlive every scope until then)
 * @param backward from the gradient of the value to the gradients of `inputs`, in their order
 */
export function differentiable<Output extends Tensor, Saved extends readonly Tensor[]>(
  inputs: readonly Tensor[],
  forward: () => { readonly value: Output; readonly saved: Saved },
  backward: (outputGradient: Output, saved: Saved) => Tensor[],
): Output {
  const block = tf.customGrad<Output>((...received) => {
    const { value, saved } = forward();
    (received.at(-1) as GradSaveFunc)([...saved]);
    return { value, gradFunc: (outputGradient, kept) => backward(outputGradient, kept as unknown as Saved) };
  });
  return block(...inputs);
}

/** The tensors of this list that are there. */
export function present(tensors: readonly (Tensor | undefined)[]): Tensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}
