import type { LayersModel, io } from '@tensorflow/tfjs';
import type { NamedArray } from '../../common/namedArray';
import { sizeOf } from '../../common/examples';
import { tf } from '../tensorflow';
import { listWeights, readWeights, writeWeights, type NetworkWeight } from './weights';

/** A classifier whose output is logits. */
export interface Network {
  readonly model: LayersModel;
  readonly classes: number;
  /** The shape of one example. */
  readonly inputShape: readonly number[];
  /** Numbers that are learned; batch norm's moving averages don't count, as in the literature. */
  readonly parameters: number;
  /** Whether the given model ended in a softmax, which was taken away. */
  readonly softmaxRemoved: boolean;
  /** All of its state, in a fixed order. */
  readonly variables: readonly NetworkWeight[];
  /** A copy of its state, in the order of `variables`. */
  weights(): NamedArray[];
  /** Puts a state back bit for bit. @throws UserError when it is the state of another network. */
  setWeights(arrays: readonly NamedArray[]): void;
  /** The model as TensorFlow.js saves it: topology with trainable flags, and weights. */
  artifacts(): Promise<io.ModelArtifacts>;
  /** Frees its tensors; it can't be used afterwards. */
  dispose(): void;
}

export function createNetwork(
  model: LayersModel,
  inputShape: readonly number[],
  classes: number,
  softmaxRemoved: boolean,
): Network {
  const variables = listWeights(model);
  return {
    model,
    classes,
    inputShape,
    softmaxRemoved,
    variables,
    parameters: variables.reduce(
      (sum, { variable, role }) => sum + (role === 'statistic' ? 0 : sizeOf(variable.shape)),
      0,
    ),
    weights: () => readWeights(variables),
    setWeights: (arrays) => {
      writeWeights(variables, arrays);
    },
    artifacts: () => saveArtifacts(model),
    dispose: () => {
      for (const { variable } of variables) variable.dispose();
    },
  };
}

async function saveArtifacts(model: LayersModel): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
      });
    }),
  );
  if (saved === undefined) throw new Error('TensorFlow.js did not hand over the model that it saved.');
  return saved;
}
