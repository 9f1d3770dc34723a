import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import { itemAt } from '../forward/program';
import { tf } from '../tensorflow';
import type { NetworkShape } from './source';

/** Layers that are nothing but an activation function, and so no place to take logits from. */
const activationLayers = new Set(['ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'ThresholdedReLU']);

function describe(shape: readonly (number | null)[]): string {
  return `[${shape.map((length) => length ?? 'any').join(', ')}]`;
}

/**
 * Checks that a model maps one example of the data to one number a class.
 *
 * @param name what messages call the model
 * @throws UserError
 */
export function checkShape(model: LayersModel, { inputShape, classes }: NetworkShape, name: string): void {
  const [input, secondInput] = model.inputs;
  const [output, secondOutput] = model.outputs;
  if (input === undefined || output === undefined) {
    throw new UserError(`${name} has no layers.`, 'Give it an input and an output with one unit a class.');
  }
  if (secondInput !== undefined || secondOutput !== undefined) {
    throw new UserError(
      `${name} has ${model.inputs.length} inputs and ${model.outputs.length} outputs, but a classifier has one of each.`,
      'Make a model of the one input and the logits.',
    );
  }
  const expected = input.shape.slice(1);
  const fits =
    expected.length === inputShape.length &&
    expected.every((length, axis) => length === null || length === inputShape[axis]);
  if (!fits) {
    throw new UserError(
      `${name} takes inputs of the shape ${describe(expected)}, but one example of the data has ${describe(inputShape)}.`,
      'Set dataset.inputShape to what the model takes, or change the model.',
    );
  }
  if (output.shape.length !== 2) {
    throw new UserError(
      `${name} answers one example with the shape ${describe(output.shape.slice(1))}, not with one number a class.`,
      `End it with a flatten or pooling layer and ${classes} units.`,
    );
  }
  if (output.shape[1] !== classes) {
    throw new UserError(
      `${name} has ${output.shape[1] ?? 'any number of'} outputs, but the data has ${classes} classes.`,
      `Give its last layer ${classes} units.`,
    );
  }
}

/** Layers that change no number, at least not in inference mode. */
function isTransparent(layer: layers.Layer): boolean {
  const className = layer.getClassName();
  if (className === 'Activation') return activationOf(layer) === 'linear';
  return className === 'Dropout' || className === 'Flatten' || className === 'Reshape';
}

/** The layer that computes a tensor's numbers. */
function sourceOf(tensor: SymbolicTensor): layers.Layer {
  const layer = tensor.sourceLayer;
  const before =
    layer instanceof tf.LayersModel ? layer.outputs[0] : isTransparent(layer) ? tensor.inputs[0] : undefined;
  return before === undefined ? layer : sourceOf(before);
}

function activationOf(layer: layers.Layer): string {
  if (layer.getClassName() === 'Softmax') return 'softmax';
  if (activationLayers.has(layer.getClassName())) return layer.getClassName();
  const activation = layer.getConfig()['activation'];
  return typeof activation === 'string' ? activation : 'linear';
}

function makeLinear(layer: layers.Layer): void {
  const linear = tf.layers.activation({ activation: 'linear' }) as unknown as { activation: unknown };
  (layer as unknown as { activation: unknown }).activation = linear.activation;
}

/**
 * Makes a model end in logits. The activation of a last layer that computes a softmax becomes linear; a softmax that is a
 * layer of its own is left out.
 *
 * @param name what messages call the model
 * @returns the model whose output is logits, and whether a softmax was taken away
 * @throws UserError when it ends in another activation, from which no logits can be had
 */
export function endInLogits(
  model: LayersModel,
  name: string,
): { model: LayersModel; softmaxRemoved: boolean } {
  const output = itemAt(model.outputs, 0);
  const layer = sourceOf(output);
  const activation = activationOf(layer);
  if (activation === 'linear') return { model, softmaxRemoved: false };
  if (activation !== 'softmax') {
    throw new UserError(
      `${name} ends in "${activation}" (layer "${layer.name}"), but distillation needs logits.`,
      'Take the activation of the last layer away; the loss applies the softmax.',
    );
  }
  if (layer.inboundNodes.length > 1) {
    throw new UserError(
      `${name} uses the layer "${layer.name}", which computes the softmax at its end, in more than one place.`,
      'Take that softmax away; the loss applies it.',
    );
  }
  if (layer.getClassName() !== 'Softmax') {
    makeLinear(layer);
    return { model, softmaxRemoved: true };
  }
  const before = output.inputs[0];
  if (output.sourceLayer !== layer || before === undefined) {
    throw new UserError(
      `${name} ends in the softmax layer "${layer.name}", with other layers or another model around it.`,
      'Take that layer away; the loss applies the softmax.',
    );
  }
  return {
    model: tf.model({ name: model.name, inputs: model.inputs, outputs: before }),
    softmaxRemoved: true,
  };
}
