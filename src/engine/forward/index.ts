import type { LayersModel, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { Operations } from '../operations/operations';
import { tf } from '../tensorflow';
import { applyNoise } from './noise';
import { itemAt, programOf, type Step } from './program';

export type ForwardMode =
  | { readonly kind: 'inference' }
  | {
      readonly kind: 'training';
      /**
       * Uniform numbers in [0, 1) for the noise layer with this index (from 0 in the order of computation; a layer used twice
       * has two). The same for every call of one training step.
       */
      readonly dropout: (layerIndex: number, shape: number[]) => Tensor;
    };

/**
 * Computes a network's logits. Training mode uses batch statistics and moves batch norm's averages; its gradients flow to
 * the weights, not to the inputs.
 *
 * @param inputs [batch, …input shape]
 * @param operations fused blocks for dense layers and convolutions; without them TensorFlow.js's own layers compute all
 * @returns [batch, classes]
 * @throws UserError in training mode, when a saved model has layers that can't be trained here
 */
export function forward(
  network: { readonly model: LayersModel },
  inputs: Tensor,
  mode: ForwardMode,
  operations?: Operations,
): Tensor2D {
  const program = programOf(network.model);
  if (mode.kind === 'training' && program.trainingObstacle !== undefined) {
    const { message, mend } = program.trainingObstacle;
    throw new UserError(`This model can't be trained: ${message}`, mend);
  }
  return tf.tidy(() => {
    const slots: (Tensor | undefined)[] = [
      inputs.dtype === program.inputType ? inputs : tf.cast(inputs, program.inputType),
    ];
    for (const step of program.steps) {
      const values = step.inputs.map((slot) => itemAt(slots, slot));
      const results = compute(step, values, mode, operations);
      step.outputs.forEach((slot, index) => (slots[slot] = results[index]));
      if (mode.kind === 'inference') {
        for (const slot of step.lastUsed) slots[slot]?.dispose();
      }
    }
    return itemAt(slots, program.output) as Tensor2D;
  });
}

function compute(
  step: Step,
  inputs: Tensor[],
  mode: ForwardMode,
  operations: Operations | undefined,
): Tensor[] {
  const { kind, layer } = step;
  const input = itemAt(inputs, 0);
  switch (kind.type) {
    case 'noise':
      return [
        mode.kind === 'inference'
          ? tf.clone(input)
          : applyNoise(layer, input, (shape) => mode.dropout(kind.index, shape)),
      ];
    case 'dense': {
      if (operations === undefined) return callLayer(step, inputs, mode);
      const [kernel, bias] = layer.weights.map((weight) => weight.read());
      return [
        operations.dense(
          input as Tensor2D,
          kernel as Tensor2D,
          bias as Tensor1D | undefined,
          kind.activation,
          kind.inputGradient,
        ),
      ];
    }
    case 'convolution': {
      if (operations === undefined) return callLayer(step, inputs, mode);
      const [kernel, bias] = layer.weights.map((weight) => weight.read());
      return [
        operations.convolve(
          input as Tensor4D,
          kernel as Tensor4D,
          bias as Tensor1D | undefined,
          kind.geometry,
          kind.activation,
          kind.inputGradient,
        ),
      ];
    }
    case 'layer':
      return callLayer(step, inputs, mode);
  }
}

function callLayer({ layer }: Step, inputs: Tensor[], mode: ForwardMode): Tensor[] {
  const input = itemAt(inputs, 0);
  const result = layer.apply(inputs.length === 1 ? input : inputs, { training: mode.kind === 'training' }) as
    Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}
