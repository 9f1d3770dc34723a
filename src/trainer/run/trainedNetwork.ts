import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { count, counted, percent } from '../../common/format';
import { accuracy, buildNetwork, predictLogits, type Network, type TrainingOutcome } from '../../engine';
import type { ModelSettings } from '../../experiment';
import type { NetworkAccuracy, StageKey } from '../../protocol/events';
import { readModelFile, writeModelFolder } from '../models/modelFolder';
import { modelSource } from '../models/modelSource';
import type { RunContext } from './context';
import type { RunData } from './stages/data';

/** How the weights of a kept model came about; empty for a model that was loaded as it is. */
export interface TrainingHistory {
  readonly keptEpoch?: number;
  readonly seconds?: number;
}

/** A network that is ready to be used, and kept in the record. */
export interface TrainedNetwork {
  readonly stage: StageKey;
  readonly network: Network;
  readonly history: TrainingHistory;
}

/** Builds a network with its initial weights: the same for the same settings and seed. */
export async function initialNetwork(
  context: RunContext,
  data: RunData,
  settings: ModelSettings,
  seed: number,
): Promise<Network> {
  const source = await modelSource(settings, path.dirname(context.experimentFile));
  const { inputShape, classNames } = data.dataset;
  return buildNetwork({ source, inputShape, classes: classNames.length, seed });
}

export function historyOf(outcome: TrainingOutcome): TrainingHistory {
  return {
    ...(outcome.keptEpoch !== undefined && { keptEpoch: outcome.keptEpoch }),
    seconds: outcome.seconds,
  };
}

/** For people: "12 epochs, kept epoch 9". */
export function epochs({ epoch, keptEpoch }: TrainingOutcome): string {
  return `${counted(epoch, 'epoch')}${keptEpoch === undefined ? '' : `, kept epoch ${keptEpoch}`}`;
}

export interface Measured {
  readonly accuracy: NetworkAccuracy;
  /** For people: accuracy and size. */
  readonly description: string;
}

/** Measures a network on the validation split, else on the test split. */
export async function measure({ network }: TrainedNetwork, data: RunData): Promise<Measured> {
  const split = data.dataset.validation.count > 0 ? 'validation' : 'test';
  const { [split]: examples } = data.dataset;
  const value = accuracy(await predictLogits(network, examples), examples.labels, network.classes);
  return {
    accuracy: { split, value },
    description: `${percent(value)} ${split} accuracy, ${count(network.parameters)} parameters`,
  };
}

/** Saves a network into the record as a TensorFlow.js model. */
export async function keepModel(context: RunContext, trained: TrainedNetwork): Promise<TrainedNetwork> {
  writeModelFolder(context.folder.modelFolder(trained.stage), await trained.network.artifacts(), {
    'training.json': JSON.stringify(trained.history),
  });
  return trained;
}

export function keptModelExists(context: RunContext, stage: StageKey): boolean {
  return existsSync(context.folder.model(stage));
}

/** Reads a network back from the record. `settings` names the module whose layers it may need. */
export async function loadKeptModel(
  context: RunContext,
  stage: StageKey,
  data: RunData,
  settings: ModelSettings,
): Promise<TrainedNetwork> {
  if (settings.type === 'module') await modelSource(settings, path.dirname(context.experimentFile));
  const folder = context.folder.modelFolder(stage);
  const { keptEpoch, seconds } = JSON.parse(
    readFileSync(path.join(folder, 'training.json'), 'utf8'),
  ) as TrainingHistory;
  const { inputShape, classNames } = data.dataset;
  const network = await buildNetwork({
    source: { type: 'artifacts', artifacts: readModelFile(path.join(folder, 'model.json')), name: folder },
    inputShape,
    classes: classNames.length,
    seed: 0,
  });
  return {
    stage,
    network,
    history: { ...(keptEpoch !== undefined && { keptEpoch }), ...(seconds !== undefined && { seconds }) },
  };
}
