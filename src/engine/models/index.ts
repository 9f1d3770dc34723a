import type { LayersModel } from '@tensorflow/tfjs';
import { UserError } from '../../common/errors';
import { programOf } from '../forward/program';
import { buildCnn } from './cnn';
import { callBuilder, loadSaved } from './given';
import { buildInlineLayers } from './inlineLayers';
import { checkShape, endInLogits } from './logits';
import { buildMlp } from './mlp';
import { createNetwork, type Network } from './network';
import { buildResnet } from './resnet';
import { withSeededRandom } from './seededRandom';
import type { ModelSource, NetworkShape } from './source';

export type { Network } from './network';
export type { NetworkWeight } from './weights';
export type { BuildRequest, ModelBuilder, ModelSource, NetworkShape, SavedModel } from './source';

export interface NetworkRequest extends NetworkShape {
  readonly source: ModelSource;
  /** From 0 to 2³²−1. Initial weights are a function of it and the architecture; a saved model keeps its own. */
  readonly seed: number;
}

/**
 * Builds a network that answers with logits and can be computed by `forward`.
 *
 * @throws UserError when the model can't be built, doesn't fit the data, has no logits, or can't be trained
 */
export function buildNetwork({ source, seed, ...shape }: NetworkRequest): Promise<Network> {
  return withSeededRandom(seed, async () => {
    const name = nameOf(source);
    const given = await buildModel(source, shape);
    checkShape(given, shape, name);
    const { model, softmaxRemoved } = endInLogits(given, name);
    const program = programOf(model);
    if (source.type !== 'artifacts' && program.trainingObstacle !== undefined) {
      throw new UserError(
        `${name} can't be trained: ${program.trainingObstacle.message}`,
        program.trainingObstacle.mend,
      );
    }
    return createNetwork(model, shape.inputShape, shape.classes, softmaxRemoved);
  });
}

function nameOf(source: ModelSource): string {
  switch (source.type) {
    case 'artifacts':
    case 'builder':
      return source.name;
    case 'layers':
      return 'The list of layers';
    case 'mlp':
    case 'cnn':
    case 'resnet':
      return `The ${source.type}`;
  }
}

async function buildModel(source: ModelSource, shape: NetworkShape): Promise<LayersModel> {
  switch (source.type) {
    case 'mlp':
      return buildMlp(source, shape);
    case 'cnn':
      return buildCnn(source, shape);
    case 'resnet':
      return buildResnet(source, shape);
    case 'layers':
      return buildInlineLayers(source, shape);
    case 'artifacts':
      return loadSaved(source);
    case 'builder':
      return callBuilder(source, shape);
  }
}
