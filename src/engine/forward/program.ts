import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import type { ConvolutionGeometry, FusedActivation, InputGradient } from '../operations/operations';
import { tf } from '../tensorflow';
import { findObstacle, findTrainingObstacle, noiseLayers, type Obstacle } from './obstacles';

/** How a step is computed. */
export type StepKind =
  | { readonly type: 'dense'; readonly activation: FusedActivation; readonly inputGradient: InputGradient }
  | {
      readonly type: 'convolution';
      readonly geometry: ConvolutionGeometry;
      readonly activation: FusedActivation;
      readonly inputGradient: InputGradient;
    }
  /** `index` counts the noise steps of a program from 0: which random numbers are drawn for it. */
  | { readonly type: 'noise'; readonly index: number }
  | { readonly type: 'layer' };

/** One call of one layer. Tensors stand in numbered slots; slot 0 is the input. */
export interface Step {
  readonly kind: StepKind;
  readonly layer: layers.Layer;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Slots that no later step reads. */
  readonly lastUsed: readonly number[];
}

/** A model as the calls of its layers, in order; models inside it are unfolded. */
export interface Program {
  readonly steps: readonly Step[];
  readonly output: number;
  readonly inputType: SymbolicTensor['dtype'];
  readonly trainingObstacle?: Obstacle;
}

/** @throws Error when there is none */
export function itemAt<Item>(items: readonly (Item | undefined)[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`There is no item ${index} among ${items.length}.`);
  return item;
}

type PlainStep = Omit<Step, 'lastUsed'>;

class Compiler {
  readonly steps: PlainStep[] = [];
  private slots = 0;
  private noiseSteps = 0;
  /** Slots whose value depends on something that is learned. */
  private readonly learned = new Set<number>();

  newSlot(): number {
    return this.slots++;
  }

  /** @param known slots of tensors inside this model, starting with its inputs */
  slotOf(tensor: SymbolicTensor, known: Map<number, number>): number {
    const slot = known.get(tensor.id);
    if (slot !== undefined) return slot;
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    if (node === undefined) throw new Error(`The layer "${layer.name}" has lost track of its inputs.`);
    const inputs = node.inputTensors.map((input) => this.slotOf(input, known));
    const outputs =
      layer instanceof tf.LayersModel
        ? this.unfold(layer, inputs)
        : this.call(layer, inputs, node.outputTensors.length);
    node.outputTensors.forEach((output, index) => known.set(output.id, itemAt(outputs, index)));
    return itemAt(outputs, tensor.tensorIndex);
  }

  private unfold(model: LayersModel, inputs: readonly number[]): number[] {
    const known = new Map(model.inputs.map((input, index) => [input.id, itemAt(inputs, index)]));
    return model.outputs.map((output) => this.slotOf(output, known));
  }

  private call(layer: layers.Layer, inputs: readonly number[], outputCount: number): number[] {
    const obstacle = findObstacle(layer);
    if (obstacle !== undefined)
      throw new UserError(`This model can't be used: ${obstacle.message}`, obstacle.mend);
    const inputIsLearned = inputs.some((slot) => this.learned.has(slot));
    const outputs = Array.from({ length: outputCount }, () => this.newSlot());
    if (inputIsLearned || layer.trainableWeights.length > 0)
      outputs.forEach((slot) => this.learned.add(slot));
    const kind = this.kindOf(layer, inputIsLearned ? 'needed' : 'unused');
    this.steps.push({ kind, layer, inputs, outputs });
    return outputs;
  }

  private kindOf(layer: layers.Layer, inputGradient: InputGradient): StepKind {
    if (noiseLayers.has(layer.getClassName())) return { type: 'noise', index: this.noiseSteps++ };
    const config = layer.getConfig();
    const activation = config['activation'];
    if (activation !== 'linear' && activation !== 'relu') return { type: 'layer' };
    switch (layer.getClassName()) {
      case 'Dense':
        return layer.weights[0]?.shape.length === 2 && isFlat(layer)
          ? { type: 'dense', activation, inputGradient }
          : { type: 'layer' };
      case 'Conv2D': {
        const padding = config['padding'];
        if (config['dataFormat'] !== 'channelsLast' || (padding !== 'same' && padding !== 'valid')) {
          return { type: 'layer' };
        }
        const geometry = {
          strides: config['strides'] as [number, number],
          padding,
          dilations: config['dilationRate'] as [number, number],
        } as const;
        return { type: 'convolution', geometry, activation, inputGradient };
      }
      default:
        return { type: 'layer' };
    }
  }
}

/** Whether every input of a layer is a batch of vectors. */
function isFlat(layer: layers.Layer): boolean {
  return layer.inboundNodes.every((node) => node.inputTensors.every((input) => input.shape.length === 2));
}

function withLastUses(steps: readonly PlainStep[], output: number): Step[] {
  const usedLater = new Set([0, output]);
  const reversed = [...steps].reverse().map((step) => {
    const touched = [...new Set([...step.inputs, ...step.outputs])];
    const lastUsed = touched.filter((slot) => !usedLater.has(slot));
    lastUsed.forEach((slot) => usedLater.add(slot));
    return { ...step, lastUsed };
  });
  return reversed.reverse();
}

const programs = new WeakMap<LayersModel, Program>();

/**
 * Unfolds a model with one input and one output into the calls of its layers.
 *
 * @throws UserError when a layer computes something that can't be repeated exactly
 */
export function programOf(model: LayersModel): Program {
  let program = programs.get(model);
  if (program === undefined) {
    program = compile(model);
    programs.set(model, program);
  }
  return program;
}

function compile(model: LayersModel): Program {
  const input = itemAt(model.inputs, 0);
  const target = itemAt(model.outputs, 0);
  const compiler = new Compiler();
  const output = compiler.slotOf(target, new Map([[input.id, compiler.newSlot()]]));
  const steps = withLastUses(compiler.steps, output);
  const trainingObstacle = steps
    .map(({ layer }) => findTrainingObstacle(layer))
    .find((found) => found !== undefined);
  return {
    steps,
    output,
    inputType: input.dtype,
    ...(trainingObstacle === undefined ? {} : { trainingObstacle }),
  };
}
