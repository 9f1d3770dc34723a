import type { LayersModel, layers } from '@tensorflow/tfjs';
import { UserError, messageOf } from '../../common/errors';
import { suggest } from '../../common/suggestion';
import { tf } from '../tensorflow';
import type { InlineLayersSettings, NetworkShape } from './source';

type Entry = InlineLayersSettings['layers'][number];
type LayerName = Entry['layer'];

/** Arguments of every layer that mean something in a list. */
const generalArguments = ['name', 'trainable'];

/** Arguments that a layer reports under another name, or not at all. */
const unreportedArguments: Partial<Record<LayerName, readonly string[]>> = {
  alphaDropout: ['noiseShape'],
};

/**
 * A model of layers one after the other, as written in an experiment file.
 *
 * @throws UserError naming the entry (from 0) that is wrongly argued or doesn't fit its predecessor
 */
export function buildInlineLayers(
  { layers: entries }: InlineLayersSettings,
  { inputShape, classes }: NetworkShape,
): LayersModel {
  const model = tf.sequential({ name: 'layers' });
  model.add(tf.layers.inputLayer({ name: 'input', inputShape: [...inputShape] }));
  let before: readonly number[] = inputShape;
  entries.forEach((entry, index) => {
    const title = `layers[${index}] ("${entry.layer}")`;
    const layer = createLayer(entry, index, title, classes);
    try {
      model.add(layer);
      before = layer.outputShape.slice(1) as number[];
    } catch (error) {
      throw new UserError(
        `${title} can't take an input of the shape [${before.join(', ')}]: ${messageOf(error)}`,
        'Change its arguments, or put a layer before it that gives what it needs (flatten, reshape).',
      );
    }
    if (before.some((length) => length < 1)) {
      throw new UserError(
        `${title} leaves nothing of its input: its output has the shape [${before.join(', ')}].`,
        'Use fewer or smaller pooling layers and kernels, or padding "same".',
      );
    }
  });
  return model;
}

function createLayer(entry: Entry, index: number, title: string, classes: number): layers.Layer {
  const { layer: kind, ...written } = entry;
  const regularizer = Object.keys(written).find((argument) => argument.endsWith('Regularizer'));
  if (regularizer !== undefined) {
    throw new UserError(
      `${title} has a ${regularizer}, which the training here leaves out of account.`,
      'Use training.weightDecay.',
    );
  }
  const ready = Object.fromEntries(
    Object.entries(written).map(([argument, value]) => [
      argument,
      value === 'classes' && (argument === 'units' || argument === 'filters') ? classes : value,
    ]),
  );
  let layer: layers.Layer;
  try {
    const create = tf.layers[kind] as unknown as (settings: Record<string, unknown>) => layers.Layer;
    layer = create({ name: `${index}-${kind}`, ...ready });
  } catch (error) {
    throw new UserError(
      `${title} can't be made: ${messageOf(error)}`,
      `Compare its arguments with tf.layers.${kind}.`,
    );
  }
  checkArguments(layer, kind, Object.keys(written), title);
  return layer;
}

/** TensorFlow.js ignores arguments it doesn't know; a layer's own configuration tells which it does. */
function checkArguments(
  layer: layers.Layer,
  kind: LayerName,
  written: readonly string[],
  title: string,
): void {
  const reported = Object.keys(layer.getConfig()).filter(
    (key) => key !== 'batchInputShape' && key !== 'dtype' && !key.endsWith('Regularizer'),
  );
  const known = new Set([...reported, ...generalArguments, ...(unreportedArguments[kind] ?? [])]);
  const unknown = written.find((argument) => !known.has(argument));
  if (unknown === undefined) return;
  const suggestion = suggest(unknown, known);
  throw new UserError(
    `${title} has no argument "${unknown}".`,
    suggestion === undefined ? `It takes ${[...known].sort().join(', ')}.` : `Did you mean "${suggestion}"?`,
  );
}
