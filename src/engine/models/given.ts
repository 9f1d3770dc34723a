import type { LayersModel } from '@tensorflow/tfjs';
import { UserError, messageOf } from '../../common/errors';
import { tf } from '../tensorflow';
import type { ModelBuilder, NetworkShape, SavedModel } from './source';

/** A saved model with its weights; how it was trained is not taken over. @throws UserError when it is no LayersModel. */
export async function loadSaved({ artifacts, name }: SavedModel): Promise<LayersModel> {
  if (artifacts.format === 'graph-model') {
    throw new UserError(
      `${name} is a graph model, which can be neither trained nor changed.`,
      'Save or convert the model as a LayersModel (tensorflowjs_converter --output_format=tfjs_layers_model).',
    );
  }
  const { modelTopology, weightSpecs, weightData } = artifacts;
  if (modelTopology === undefined || weightSpecs === undefined || weightData === undefined) {
    throw new UserError(
      `${name} has no ${modelTopology === undefined ? 'topology' : 'weights'}.`,
      'Save the model with model.save.',
    );
  }
  try {
    return await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  } catch (error) {
    throw new UserError(
      `${name} can't be loaded: ${messageOf(error)}`,
      'Save or convert it again; layers of your own need a module that builds the model.',
    );
  }
}

/** The model that a function of the user's returns. @throws UserError when it throws, or returns something else. */
export async function callBuilder(
  { build, options, name }: ModelBuilder,
  { inputShape, classes }: NetworkShape,
): Promise<LayersModel> {
  let built: unknown;
  try {
    built = await build({ tf, inputShape: [...inputShape], classes, options });
  } catch (error) {
    throw new UserError(`${name} failed to build the model: ${messageOf(error)}`, 'Mend the function.');
  }
  if (!(built instanceof tf.LayersModel)) {
    const looksRight = typeof built === 'object' && built !== null && 'predict' in built;
    throw new UserError(
      looksRight
        ? `${name} returned a model of another copy of TensorFlow.js.`
        : `${name} returned ${built === null ? 'null' : typeof built}, not a LayersModel.`,
      looksRight
        ? 'Build it with the `tf` that the function is called with.'
        : 'Return what tf.sequential or tf.model gives.',
    );
  }
  return built;
}
