import type { LayersModel, Tensor, Variable, layers } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { NamedArray } from '../../common/namedArray';
import { sizeOf } from '../../common/examples';
import { tf } from '../tensorflow';

/** One array of a network's state: learned (kernels, biases) or followed (batch norm's moving averages). */
export interface NetworkWeight {
  /**
   * `<position of the layer>-<its class>/<name in the layer>`, `0-Dense/kernel` say: the same for the same architecture in
   * every process, whatever was built before.
   */
  readonly name: string;
  readonly variable: Variable;
  /** Whether an optimizer changes it. */
  readonly trainable: boolean;
  /** kernel: multiplies what flows through the layer, so weight decay applies. statistic: batch norm's moving averages. */
  readonly role: 'kernel' | 'statistic' | 'other';
  /** What the value has to be projected to after every step; absent without a constraint. */
  readonly constrain?: (value: Tensor) => Tensor;
}

function roleOf(layer: layers.Layer, name: string): NetworkWeight['role'] {
  if (/kernel$|^embeddings$/.test(name)) return 'kernel';
  return layer.getClassName() === 'BatchNormalization' && name.startsWith('moving_') ? 'statistic' : 'other';
}

function asVariable(tensor: Tensor): Variable {
  if (tensor instanceof tf.Variable) return tensor as Variable;
  throw new Error('The layer keeps a weight that is no variable.');
}

/** The plain layers of a model in order, those of nested models in place of these; a layer used twice counts once. */
export function plainLayers(model: LayersModel): layers.Layer[] {
  const found = new Set<layers.Layer>();
  const visit = (container: LayersModel): void => {
    for (const layer of container.layers) {
      if (layer instanceof tf.LayersModel) visit(layer);
      else found.add(layer);
    }
  };
  visit(model);
  return [...found];
}

export function listWeights(model: LayersModel): readonly NetworkWeight[] {
  const counts = new Map<string, number>();
  return plainLayers(model).flatMap((layer, position) =>
    layer.weights.map((weight) => {
      const ownName = weight.originalName.split('/').at(-1) ?? weight.originalName;
      const name = `${position}-${layer.getClassName()}/${ownName}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const constraint = weight.constraint as typeof weight.constraint | null;
      return {
        name: count === 1 ? name : `${name}-${count}`,
        variable: asVariable(weight.read()),
        trainable: layer.trainable && weight.trainable,
        role: roleOf(layer, ownName),
        ...(constraint === null ? {} : { constrain: (value: Tensor) => constraint.apply(value) }),
      };
    }),
  );
}

export function readWeights(weights: readonly NetworkWeight[]): NamedArray[] {
  return weights.map(({ name, variable }) => {
    const values = variable.dataSync();
    return {
      name,
      shape: [...variable.shape],
      values: variable.dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values),
    };
  });
}

/** Sets every weight to exactly these values. @throws UserError when names or shapes are not the network's. */
export function writeWeights(weights: readonly NetworkWeight[], arrays: readonly NamedArray[]): void {
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const pairs = weights.map(({ name, variable }) => {
    const array = byName.get(name);
    const shape = variable.shape.join('×');
    if (array === undefined) {
      throw new UserError(
        `The weight "${name}" (${shape}) is missing.`,
        'The weights are of another network.',
      );
    }
    if (array.shape.join('×') !== shape || array.values.length !== sizeOf(array.shape)) {
      throw new UserError(
        `The weight "${name}" is ${array.shape.join('×')} (${array.values.length} values), but the network has ${shape}.`,
        'The weights are of another network.',
      );
    }
    return { variable, array };
  });
  const known = new Set(weights.map(({ name }) => name));
  const stranger = arrays.find(({ name }) => !known.has(name));
  if (stranger !== undefined || arrays.length !== weights.length) {
    throw new UserError(
      stranger === undefined
        ? `There are ${arrays.length} weights for a network that has ${weights.length}.`
        : `The network has no weight "${stranger.name}".`,
      'The weights are of another network.',
    );
  }
  tf.tidy(() => {
    for (const { variable, array } of pairs) {
      variable.assign(tf.tensor(array.values, [...array.shape], variable.dtype));
    }
  });
}
