import { formatPath, type JsonPath } from '../path';
import type { Problem } from '../problem';
import type { Experiment } from '../schema/experiment';
import { listWords, quote, show } from '../validation/words';
import { errorAt, modelsOf, type Check, type CheckContext } from './check';

/** An inline layer with its place. */
export interface PlacedLayer {
  readonly layer: Readonly<Record<string, unknown>> & { readonly layer: string };
  readonly path: JsonPath;
}

/** The inline layers of each network that has them. */
export function inlineLayersOf(experiment: Experiment): PlacedLayer[][] {
  return modelsOf(experiment).flatMap(({ model, path }) =>
    model.type === 'layers'
      ? [model.layers.map((layer, index) => ({ layer, path: [...path, 'layers', index] }))]
      : [],
  );
}

/** Layers whose `rate` is a share of units, or of one. */
const layersWithRate = ['dropout', 'alphaDropout', 'gaussianDropout', 'spatialDropout1d'];
/** Layers that change neither the number of outputs nor their meaning as logits. */
const layersAfterLogits = ['flatten', 'activation', 'softmax'];

function endsInSoftmax({ experiment }: CheckContext): Problem[] {
  return inlineLayersOf(experiment).flatMap((layers) => {
    const last = layers.at(-1);
    if (last === undefined) return [];
    const isSoftmax = last.layer.layer === 'softmax';
    const isActivation = last.layer.layer === 'activation';
    if (!isSoftmax && last.layer['activation'] !== 'softmax') return [];
    return errorAt(isSoftmax ? last.path : [...last.path, 'activation'], {
      message: `${formatPath(last.path)} ends the network in a softmax, but the network must give logits: softening by a temperature needs them.`,
      mend: isSoftmax || isActivation ? 'Remove this last layer.' : 'Remove its "activation".',
    });
  });
}

/** The layer that gives the logits: the last that is not a mere activation or flattening. */
export function logitsLayer(layers: readonly PlacedLayer[]): PlacedLayer | undefined {
  return layers.findLast(({ layer }) => !layersAfterLogits.includes(layer.layer));
}

function lastLayerHasUnits({ experiment }: CheckContext): Problem[] {
  return inlineLayersOf(experiment).flatMap((layers) => {
    const last = logitsLayer(layers);
    if (last?.layer.layer !== 'dense') return [];
    const units = last.layer['units'];
    if (units === 'classes' || (typeof units === 'number' && Number.isInteger(units) && units >= 2))
      return [];
    const path = [...last.path, 'units'];
    const what = units === undefined ? 'is missing' : `is ${show(units)}`;
    return errorAt(path, {
      message: `${formatPath(path)} ${what}; the last layer must have one unit a class.`,
      mend: 'Write "units": "classes", which stands for the number of classes.',
    });
  });
}

function dropoutRates({ experiment }: CheckContext): Problem[] {
  return inlineLayersOf(experiment)
    .flat()
    .flatMap(({ layer, path }) => {
      if (!layersWithRate.includes(layer.layer)) return [];
      const rate = layer['rate'];
      if (typeof rate === 'number' && rate >= 0 && rate < 1) return [];
      const at = [...path, 'rate'];
      return errorAt(at, {
        message: `${formatPath(at)} ${rate === undefined ? 'is missing' : `is ${show(rate)}`}; it must be a number from 0 to below 1.`,
        mend: `Give the share that ${quote(layer.layer)} drops while training, for example "rate": 0.2.`,
      });
    });
}

/** Of the arguments that every layer of a kind needs: whole numbers from 1. */
const neededArguments: Readonly<Record<string, readonly string[]>> = {
  dense: ['units'],
  conv1d: ['filters', 'kernelSize'],
  conv2d: ['filters', 'kernelSize'],
  conv2dTranspose: ['filters', 'kernelSize'],
  conv3d: ['filters', 'kernelSize'],
  conv3dTranspose: ['filters', 'kernelSize'],
  separableConv2d: ['filters', 'kernelSize'],
  depthwiseConv2d: ['kernelSize'],
  activation: ['activation'],
  reshape: ['targetShape'],
  permute: ['dims'],
  gru: ['units'],
  lstm: ['units'],
  simpleRNN: ['units'],
};

function neededArgumentsAreThere({ experiment }: CheckContext): Problem[] {
  return inlineLayersOf(experiment).flatMap((layers) =>
    layers.flatMap(({ layer, path }) => {
      const isLogits = logitsLayer(layers)?.path === path;
      const missing = (neededArguments[layer.layer] ?? []).filter((name) => layer[name] === undefined);
      const toReport = missing.filter((name) => !(isLogits && name === 'units'));
      if (toReport.length === 0) return [];
      return errorAt(path, {
        message: `${formatPath(path)} is a ${quote(layer.layer)} without ${listWords(toReport.map(quote), 'and')}.`,
        mend: `Add ${listWords(
          toReport.map((name) => `"${name}": …`),
          'and',
        )}.`,
      });
    }),
  );
}

function unitsAreNumbers({ experiment }: CheckContext): Problem[] {
  return inlineLayersOf(experiment).flatMap((layers) =>
    layers.flatMap(({ layer, path }) => {
      const isLogits = logitsLayer(layers)?.path === path;
      return ['units', 'filters'].flatMap((name) => {
        const value = layer[name];
        const isFine = typeof value === 'number' && Number.isInteger(value) && value >= 1;
        if (isFine || value === undefined || value === 'classes' || isLogits) return [];
        const at = [...path, name];
        return errorAt(at, {
          message: `${formatPath(at)} is ${show(value)}; it must be a whole number of at least 1, or "classes".`,
          mend: `Write for example "${name}": 64.`,
        });
      });
    }),
  );
}

/** What inline lists of layers must obey. */
export const layerChecks: readonly Check<CheckContext>[] = [
  endsInSoftmax,
  lastLayerHasUnits,
  dropoutRates,
  neededArgumentsAreThere,
  unitsAreNumbers,
];
