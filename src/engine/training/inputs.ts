import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { type Examples } from '../../common/examples';
import type { AugmentationSettings } from '../../experiment/schema/training';
import { currentOperations } from '../operations';
import { tf } from '../tensorflow';
import {
  augmentedView,
  batchNoiseSeed,
  imageSizeOf,
  movesPixels,
  pixelIndices,
  type ImageSize,
} from './augmentation';
import type { FixedViews } from './types';

/** A batch: which examples, as numbers and as a tensor. */
export interface Batch {
  readonly examples: Int32Array;
  readonly indices: Tensor1D;
}

/** The inputs of the training split inside the engine. */
export interface ResidentInputs {
  /**
   * The inputs of a batch as they are in this epoch (from 0) at this step (from 1).
   *
   * @returns [batch, …input shape]
   */
  gather(batch: Batch, epoch: number, step: number): Tensor;
  dispose(): void;
}

/** How the inputs change from epoch to epoch. */
export type InputChanges =
  | { readonly kind: 'none' }
  /** Anew in every epoch. */
  | { readonly kind: 'live'; readonly settings: AugmentationSettings; readonly seed: number }
  | { readonly kind: 'views'; readonly settings: AugmentationSettings; readonly views: FixedViews };

/** The view, from 0, that an epoch (from 0) shows. */
export function viewShownIn(epoch: number, views: FixedViews): number {
  return epoch % views.count;
}

/** @throws UserError when images are to be moved, but the examples are none */
export function residentInputs(examples: Examples, changes: InputChanges): ResidentInputs {
  switch (changes.kind) {
    case 'none':
      return new PlainInputs(examples);
    case 'views':
      return new ViewedInputs(examples, changes.settings, changes.views);
    case 'live': {
      const { settings, seed } = changes;
      const moved = movesPixels(settings)
        ? new MovedImages(examples, settings, seed)
        : new PlainInputs(examples);
      return settings.noise > 0 ? new NoisyInputs(moved, settings.noise, seed) : moved;
    }
  }
}

class PlainInputs implements ResidentInputs {
  private readonly data: Tensor;

  constructor(examples: Examples) {
    this.data = tf.keep(tf.tensor(examples.inputs, [examples.count, ...examples.inputShape], 'float32'));
  }

  gather({ indices }: Batch): Tensor {
    return currentOperations().gather(this.data, indices);
  }

  dispose(): void {
    this.data.dispose();
  }
}

/** Shifted and mirrored images: single pixels are gathered, by indices that are computed for every batch. */
class MovedImages implements ResidentInputs {
  private readonly size: ImageSize;
  private readonly blank: number;
  /** [pixels of all images + 1, channels]; the last pixel is blank. */
  private readonly pixels: Tensor;

  constructor(
    private readonly images: Examples,
    private readonly settings: AugmentationSettings,
    private readonly seed: number,
  ) {
    this.size = imageSizeOf(images.inputShape);
    this.blank = images.count * this.size.height * this.size.width;
    const values = new Float32Array(images.inputs.length + this.size.channels);
    values.set(images.inputs);
    this.pixels = tf.keep(tf.tensor(values, [this.blank + 1, this.size.channels], 'float32'));
  }

  gather({ examples }: Batch, epoch: number): Tensor {
    const sources = pixelIndices(examples, this.size, this.settings, this.seed, epoch, this.blank);
    const pixels = currentOperations().gather(this.pixels, tf.tensor1d(sources, 'int32'));
    return tf.reshape(pixels, [examples.length, ...this.images.inputShape]);
  }

  dispose(): void {
    this.pixels.dispose();
  }
}

class NoisyInputs implements ResidentInputs {
  constructor(
    private readonly clean: ResidentInputs,
    private readonly deviation: number,
    private readonly seed: number,
  ) {}

  gather(batch: Batch, epoch: number, step: number): Tensor {
    const inputs = this.clean.gather(batch, epoch, step);
    const noise = currentOperations().normal(inputs.shape, batchNoiseSeed(this.seed, step));
    return tf.add(inputs, tf.mul(noise, this.deviation));
  }

  dispose(): void {
    this.clean.dispose();
  }
}

/** Fixed augmented views; the one that is shown is resident. */
class ViewedInputs implements ResidentInputs {
  private shown: { readonly view: number; readonly inputs: PlainInputs } | undefined;

  constructor(
    private readonly examples: Examples,
    private readonly settings: AugmentationSettings,
    private readonly views: FixedViews,
  ) {
    if (movesPixels(settings)) imageSizeOf(examples.inputShape);
  }

  gather(batch: Batch, epoch: number): Tensor {
    const view = viewShownIn(epoch, this.views);
    if (this.shown?.view !== view) {
      this.shown?.inputs.dispose();
      const inputs = new PlainInputs(augmentedView(this.examples, this.settings, this.views.seed, view));
      this.shown = { view, inputs };
    }
    return this.shown.inputs.gather(batch);
  }

  dispose(): void {
    this.shown?.inputs.dispose();
  }
}
