import type * as TensorFlow from '@tensorflow/tfjs';
import type { io } from '@tensorflow/tfjs';
import type { ModelSettings } from '../../experiment/schema/model';

export type MlpSettings = Extract<ModelSettings, { type: 'mlp' }>;
export type CnnSettings = Extract<ModelSettings, { type: 'cnn' }>;
export type ResnetSettings = Extract<ModelSettings, { type: 'resnet' }>;
export type InlineLayersSettings = Extract<ModelSettings, { type: 'layers' }>;

/** A saved model that somebody has read already. */
export interface SavedModel {
  readonly type: 'artifacts';
  readonly artifacts: io.ModelArtifacts;
  /** What messages call it: its file, for example. */
  readonly name: string;
}

export interface BuildRequest {
  /** The TensorFlow.js to build with: a model made by another copy would not fit in. */
  readonly tf: typeof TensorFlow;
  /** The shape of one example. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A function of the user's that returns a LayersModel, or a promise of one. */
export interface ModelBuilder {
  readonly type: 'builder';
  readonly build: (request: BuildRequest) => unknown;
  readonly options: Readonly<Record<string, unknown>>;
  /** What messages call it: its file, for example. */
  readonly name: string;
}

/** Where a network comes from. */
export type ModelSource =
  MlpSettings | CnnSettings | ResnetSettings | InlineLayersSettings | SavedModel | ModelBuilder;

/** What every network must fit: the data. */
export interface NetworkShape {
  /** The shape of one example. */
  readonly inputShape: readonly number[];
  /** At least 2. */
  readonly classes: number;
}
