import { UserError } from '../../common/errors';
import { sizeOf, type Examples } from '../../common/examples';
import { Random, RandomStream } from '../../common/random';
import type { AugmentationSettings } from '../../experiment/schema/training';
import { currentOperations, statelessSeed } from '../operations';

/** Height, width and channels of one image. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Second coordinates of the augmentation's random stream: examples count from 0, so these are never theirs. */
const BATCH_NOISE = 2 ** 32 - 1;
const FIRST_VIEW_NOISE_BLOCK = 2 ** 31;
const VIEW_NOISE_BLOCK_EXAMPLES = 1024;

/** Whether images are moved or mirrored; noise moves nothing. */
export function movesPixels(settings: AugmentationSettings): boolean {
  return settings.shift > 0 || settings.flip;
}

/** @throws UserError when the examples are no images, which alone can be moved or mirrored. */
export function imageSizeOf(inputShape: readonly number[]): ImageSize {
  const [height, width, channels = 1] = inputShape;
  if (height === undefined || width === undefined || inputShape.length > 3) {
    throw new UserError(
      `training.augmentation shifts or flips images, but one example has the shape [${inputShape.join(', ')}].`,
      'Set dataset.inputShape to [height, width, channels], or use noise only.',
    );
  }
  return { height, width, channels };
}

interface Displacement {
  readonly down: number;
  readonly right: number;
  readonly mirrored: boolean;
}

function displacementOf(
  settings: AugmentationSettings,
  seed: number,
  moment: number,
  example: number,
): Displacement {
  const random = new Random(seed, RandomStream.augmentation, moment, example);
  const span = 2 * settings.shift + 1;
  return {
    down: random.nextInteger(span) - settings.shift,
    right: random.nextInteger(span) - settings.shift,
    mirrored: settings.flip && random.nextInteger(2) === 1,
  };
}

/**
 * Where the pixels of augmented images come from: each is mirrored, or not, and then moved. Pixels that come in from
 * outside are `blank`. How an image is changed depends on the seed, the moment and its own index, never on its batch.
 *
 * @param examples indices of the images
 * @param moment the epoch, or the number of the view, from 0
 * @param blank the index that stands for a pixel of zeros
 * @returns images × height × width indices of pixels, where image i starts at pixel i × height × width
 */
export function pixelIndices(
  examples: Int32Array,
  { height, width }: ImageSize,
  settings: AugmentationSettings,
  seed: number,
  moment: number,
  blank: number,
): Int32Array {
  const indices = new Int32Array(examples.length * height * width).fill(blank);
  let target = 0;
  for (const example of examples) {
    const { down, right, mirrored } = displacementOf(settings, seed, moment, example);
    const firstColumn = Math.max(0, right);
    const columnAfterLast = Math.min(width, width + right);
    for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
      const source = (example * height + row - down) * width;
      for (let column = firstColumn; column < columnAfterLast; column++) {
        const sourceColumn = mirrored ? width - 1 - (column - right) : column - right;
        indices[target + row * width + column] = source + sourceColumn;
      }
    }
    target += height * width;
  }
  return indices;
}

/** The seed of the noise on the batch of one step. */
export function batchNoiseSeed(seed: number, step: number): [number, number] {
  return statelessSeed(seed, RandomStream.augmentation, step, BATCH_NOISE);
}

function moveAll(
  examples: Examples,
  settings: AugmentationSettings,
  seed: number,
  view: number,
): Float32Array {
  const size = imageSizeOf(examples.inputShape);
  const { channels } = size;
  const pixels = size.height * size.width;
  const moved = new Float32Array(examples.inputs.length);
  for (let example = 0; example < examples.count; example++) {
    const sources = pixelIndices(Int32Array.of(example), size, settings, seed, view, -1);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const source = sources[pixel] as number;
      if (source < 0) continue;
      const target = (example * pixels + pixel) * channels;
      for (let channel = 0; channel < channels; channel++) {
        moved[target + channel] = examples.inputs[source * channels + channel] as number;
      }
    }
  }
  return moved;
}

function addNoise(
  inputs: Float32Array,
  valuesPerExample: number,
  deviation: number,
  seed: number,
  view: number,
): void {
  const blockSize = VIEW_NOISE_BLOCK_EXAMPLES * valuesPerExample;
  for (let block = 0; block * blockSize < inputs.length; block++) {
    const values = inputs.subarray(block * blockSize, (block + 1) * blockSize);
    const noiseSeed = statelessSeed(seed, RandomStream.augmentation, view, FIRST_VIEW_NOISE_BLOCK + block);
    const noise = currentOperations().normal([values.length], noiseSeed);
    const numbers = noise.dataSync();
    noise.dispose();
    values.forEach((value, index) => (values[index] = value + deviation * (numbers[index] as number)));
  }
}

/**
 * One fixed augmented view of all examples: what training with cached soft targets shows the student, bit for bit, so that
 * the teacher's answers to it can be computed beforehand. The same engine gives the same view.
 *
 * @param seed the seed of the training
 * @param view from 0
 * @throws UserError when images are to be moved, but the examples are none
 */
export function augmentedView(
  examples: Examples,
  settings: AugmentationSettings,
  seed: number,
  view: number,
): Examples {
  const inputs = movesPixels(settings)
    ? moveAll(examples, settings, seed, view)
    : Float32Array.from(examples.inputs);
  if (settings.noise > 0) addNoise(inputs, sizeOf(examples.inputShape), settings.noise, seed, view);
  return { ...examples, inputs };
}
