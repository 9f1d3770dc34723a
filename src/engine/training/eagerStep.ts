import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { RandomStream } from '../../common/random';
import { UserError } from '../../common/errors';
import type { NamedArray } from '../../common/namedArray';
import { forward, type ForwardMode } from '../forward';
import { methodOf, type LossTerms, type TaughtLossTerms } from '../methods';
import type { Network, NetworkWeight } from '../models';
import { currentOperations, statelessSeed } from '../operations';
import { createOptimizer, type Optimizer } from '../optimizers';
import { tf } from '../tensorflow';
import { residentInputs, type InputChanges, type ResidentInputs } from './inputs';
import type { StepMoment, StepRequest, TrainingStep } from './step';
import { createSupervision, type BatchLoss, type Supervision } from './supervision';
import type { StepLosses } from './types';

const WEIGHTS = 'weights/';
const OPTIMIZER = 'optimizer/';

/** A step that calls the engine operation by operation. */
export class EagerStep implements TrainingStep {
  private readonly network: Network;
  private readonly trainable: readonly NetworkWeight[];
  private readonly seed: number;
  private readonly inputs: ResidentInputs;
  private readonly supervision: Supervision;
  private readonly optimizer: Optimizer;
  private pending: (LossTerms | TaughtLossTerms)[] = [];

  constructor(request: StepRequest) {
    const { network, examples, settings, seed } = request;
    this.network = network;
    this.seed = seed;
    this.trainable = network.variables.filter(({ trainable }) => trainable);
    if (this.trainable.length === 0) {
      throw new UserError('The network has no weights to train.', 'Make at least one layer trainable.');
    }
    this.inputs = residentInputs(examples, changesOf(request));
    this.supervision = createSupervision({ ...request, classes: network.classes });
    this.optimizer = createOptimizer(this.trainable, settings);
  }

  run(batch: Int32Array, { epoch, step, learningRate }: StepMoment): void {
    tf.tidy(() => {
      const resident = { examples: batch, indices: tf.tensor1d(batch, 'int32') };
      const inputs = this.inputs.gather(resident, epoch, step);
      const loss = this.supervision.lossOf(resident, inputs, epoch);
      this.optimizer.update(this.gradients(inputs, loss, step), step, learningRate);
    });
  }

  takeLosses(): StepLosses {
    const steps = this.pending;
    this.pending = [];
    const terms = {
      total: steps.map(({ total }) => total),
      hard: steps.map(({ hard }) => hard),
      soft: steps.flatMap((step) => ('soft' in step ? [step.soft] : [])),
    };
    const scalars: Scalar[] = [...terms.total, ...terms.hard, ...terms.soft];
    const values = readScalars(scalars);
    tf.dispose(scalars);
    const hardEnd = 2 * steps.length;
    return {
      total: values.slice(0, steps.length),
      hard: values.slice(steps.length, hardEnd),
      ...(terms.soft.length > 0 && { soft: values.slice(hardEnd) }),
    };
  }

  state(): NamedArray[] {
    return [...withPrefix(WEIGHTS, this.network.weights()), ...withPrefix(OPTIMIZER, this.optimizer.slots())];
  }

  restore(state: readonly NamedArray[]): void {
    this.network.setWeights(withoutPrefix(WEIGHTS, state));
    this.optimizer.restore(withoutPrefix(OPTIMIZER, state));
  }

  dispose(): void {
    this.optimizer.dispose();
    this.supervision.dispose();
    this.inputs.dispose();
    tf.dispose(this.pending.flatMap(scalarsOf));
    this.pending = [];
  }

  private gradients(inputs: Tensor, loss: BatchLoss, step: number): Tensor[] {
    const mode: ForwardMode = {
      kind: 'training',
      dropout: (layer, shape) =>
        currentOperations().uniform(shape, statelessSeed(this.seed, RandomStream.dropout, step, layer)),
    };
    const { grads } = tf.variableGrads(
      () => {
        const terms = loss(forward(this.network, inputs, mode, currentOperations()));
        for (const term of scalarsOf(terms)) tf.keep(term);
        this.pending.push(terms);
        return terms.total;
      },
      this.trainable.map(({ variable }) => variable),
    );
    return this.trainable.map(({ variable }) => grads[variable.name] ?? tf.zerosLike(variable));
  }
}

function scalarsOf(terms: LossTerms | TaughtLossTerms): Scalar[] {
  return [terms.total, terms.hard, ...('soft' in terms ? [terms.soft] : [])];
}

function changesOf({ settings, distillation, teacher, views, seed }: StepRequest): InputChanges {
  const { augmentation } = settings;
  if (augmentation === undefined) {
    return { kind: 'none' };
  }
  if (views !== undefined) {
    return { kind: 'views', settings: augmentation, views };
  }
  if (teacher?.kind === 'cached' && methodOf(distillation).teacher === 'needed') {
    throw new Error('Cached logits are of fixed views, but every epoch would draw new ones.');
  }
  return { kind: 'live', settings: augmentation, seed };
}

function readScalars(scalars: Scalar[]): Float32Array {
  if (scalars.length === 0) {
    return new Float32Array();
  }
  const stacked = tf.stack(scalars);
  const values = stacked.dataSync<'float32'>();
  stacked.dispose();
  return values;
}

function withPrefix(prefix: string, arrays: readonly NamedArray[]): NamedArray[] {
  return arrays.map((array) => ({ ...array, name: prefix + array.name }));
}

function withoutPrefix(prefix: string, arrays: readonly NamedArray[]): NamedArray[] {
  return arrays
    .filter(({ name }) => name.startsWith(prefix))
    .map((array) => ({ ...array, name: array.name.slice(prefix.length) }));
}
