import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors';
import { sizeOf, type Examples } from '../../../src/common/examples';
import { augmentedView, pixelIndices } from '../../../src/engine/training/augmentation';
import { residentInputs, type InputChanges, type ResidentInputs } from '../../../src/engine/training/inputs';
import { tf } from '../../../src/engine/tensorflow';
import { augmentation, type AugmentationSettings } from '../../../src/experiment/schema/training';
import { withEngine } from '../support/engine';
import { makeExamples } from './support/examples';

const size = { height: 5, width: 4, channels: 2 };
const inputShape = [size.height, size.width, size.channels];

function changes(given: Record<string, unknown>): AugmentationSettings {
  return augmentation.parse(given);
}

/** One image moved as `displaced` says, pixel by pixel: mirrored first, then moved; zeros come in from outside. */
function displaced(
  image: ArrayLike<number>,
  displacement: { down: number; right: number; mirrored: boolean },
): number[] {
  const { down, right, mirrored } = displacement;
  const at = (row: number, column: number, channel: number): number => {
    if (row < 0 || row >= size.height || column < 0 || column >= size.width) return 0;
    const from = mirrored ? size.width - 1 - column : column;
    return image[(row * size.width + from) * size.channels + channel] as number;
  };
  return Array.from({ length: sizeOf(inputShape) }, (_, index) => {
    const pixel = Math.floor(index / size.channels);
    const [row, column] = [Math.floor(pixel / size.width), pixel % size.width];
    return at(row - down, column - right, index % size.channels);
  });
}

function allDisplacements(shift: number, flip: boolean) {
  const steps = Array.from({ length: 2 * shift + 1 }, (_, index) => index - shift);
  return (flip ? [false, true] : [false]).flatMap((mirrored) =>
    steps.flatMap((down) => steps.map((right) => ({ down, right, mirrored }))),
  );
}

function imageAt(inputs: Float32Array, example: number): Float32Array {
  const length = sizeOf(inputShape);
  return inputs.slice(example * length, (example + 1) * length);
}

/** What `pixelIndices` makes of images. */
function movedBy(examples: Examples, settings: AugmentationSettings, seed: number, moment: number): number[] {
  const pixels = examples.count * size.height * size.width;
  const all = Int32Array.from({ length: examples.count }, (_, index) => index);
  return [...pixelIndices(all, size, settings, seed, moment, pixels)].flatMap((source) =>
    Array.from({ length: size.channels }, (_, channel) =>
      source === pixels ? 0 : (examples.inputs[source * size.channels + channel] as number),
    ),
  );
}

function feed(inputs: ResidentInputs, batch: readonly number[], epoch: number, step: number): Float32Array {
  return tf.tidy(() => {
    const examples = Int32Array.from(batch);
    const values = inputs.gather({ examples, indices: tf.tensor1d(examples, 'int32') }, epoch, step);
    assert.deepEqual(values.shape, [batch.length, ...inputShape]);
    return values.dataSync<'float32'>().slice();
  });
}

function withInputs<Result>(
  examples: Examples,
  kind: InputChanges,
  use: (inputs: ResidentInputs) => Result,
): Result {
  const before = tf.memory().numTensors;
  const inputs = residentInputs(examples, kind);
  const result = use(inputs);
  inputs.dispose();
  assert.equal(tf.memory().numTensors, before, 'inputs leave tensors behind');
  return result;
}

describe('augmentation', () => {
  withEngine();

  const examples = makeExamples(300, inputShape, 1);

  for (const [title, settings] of Object.entries({
    'shift by up to 1 pixel': changes({ shift: 1 }),
    'shift by up to 2 pixels, and flip': changes({ shift: 2, flip: true }),
    'flip alone': changes({ flip: true }),
    'shift beyond the image': changes({ shift: 6 }),
  })) {
    it(`${title}: every image is moved by one of the allowed displacements, all of which occur`, () => {
      const moved = Float32Array.from(movedBy(examples, settings, 7, 0));
      const possible = allDisplacements(settings.shift, settings.flip);
      const seen = new Set<number>();
      for (let example = 0; example < examples.count; example++) {
        const image = [...imageAt(moved, example)];
        const original = imageAt(examples.inputs, example);
        const isShown = possible.map((displacement) =>
          displaced(original, displacement).every((value, index) => value === image[index]),
        );
        assert.ok(isShown.includes(true), `image ${example} is moved in no allowed way`);
        isShown.forEach((shown, index) => {
          if (shown) seen.add(index);
        });
      }
      assert.ok(seen.size >= possible.length * 0.8, `${seen.size} of ${possible.length} displacements occur`);
    });
  }

  it('displacements are about equally frequent', () => {
    const settings = changes({ shift: 1, flip: true });
    const one: Examples = { ...examples, count: 1, inputs: imageAt(examples.inputs, 0) };
    const possible = allDisplacements(1, true);
    const counts = possible.map(() => 0);
    for (let moment = 0; moment < 1800; moment++) {
      const image = movedBy(one, settings, 5, moment);
      const found = possible.findIndex((displacement) =>
        displaced(one.inputs, displacement).every((value, index) => value === image[index]),
      );
      counts[found] = (counts[found] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    assert.ok(chiSquare < 40.8, `χ² = ${chiSquare} with 17 degrees of freedom; 40.8 is its 99.9 % point`);
  });

  it('is a function of seed, moment and example, never of the batch', () => {
    const settings = changes({ shift: 2, flip: true });
    const moved = (batch: readonly number[], seed: number, moment: number): Int32Array =>
      pixelIndices(Int32Array.from(batch), size, settings, seed, moment, -1);
    const pixels = size.height * size.width;
    const together = moved([3, 250, 8, 17], 7, 2);
    assert.deepEqual(moved([8], 7, 2), together.slice(2 * pixels, 3 * pixels));
    const many = Array.from({ length: 50 }, (_, index) => index);
    assert.notDeepEqual(moved(many, 7, 3), moved(many, 7, 2));
    assert.notDeepEqual(moved(many, 8, 2), moved(many, 7, 2));
  });

  it('a step is fed what pixelIndices says, anew in every epoch', () => {
    const settings = changes({ shift: 2, flip: true });
    withInputs(examples, { kind: 'live', settings, seed: 7 }, (inputs) => {
      for (const epoch of [0, 1, 4]) {
        const all = Float32Array.from(movedBy(examples, settings, 7, epoch));
        const batch = [299, 0, 40, 40];
        const expected = batch.flatMap((example) => [...imageAt(all, example)]);
        assert.deepEqual([...feed(inputs, batch, epoch, 12)], expected);
      }
    });
  });

  it('without augmentation a step is fed the examples as they are', () => {
    withInputs(examples, { kind: 'none' }, (inputs) => {
      const expected = [5, 299].flatMap((example) => [...imageAt(examples.inputs, example)]);
      assert.deepEqual([...feed(inputs, [5, 299], 3, 40)], expected);
    });
  });

  for (const [title, settings] of Object.entries({
    'shift and flip': changes({ shift: 1, flip: true }),
    noise: changes({ noise: 0.5 }),
    'all of it': changes({ shift: 1, flip: true, noise: 0.5 }),
  })) {
    it(`fixed views: a step is fed augmentedView bit for bit, view after view: ${title}`, () => {
      const views = { count: 2, seed: 13 };
      const batch = [299, 0, 40, 41];
      withInputs(examples, { kind: 'views', settings, views }, (inputs) => {
        for (const epoch of [0, 1, 2, 5]) {
          const view = augmentedView(examples, settings, views.seed, epoch % 2);
          const expected = batch.flatMap((example) => [...imageAt(view.inputs, example)]);
          assert.deepEqual([...feed(inputs, batch, epoch, 99)], expected);
        }
      });
      const again = augmentedView(examples, settings, views.seed, 1);
      assert.deepEqual(again, augmentedView(examples, settings, views.seed, 1));
      assert.notDeepEqual(again.inputs, augmentedView(examples, settings, views.seed, 0).inputs);
      assert.notDeepEqual(again.inputs, augmentedView(examples, settings, 14, 1).inputs);
      assert.equal(again.labels, examples.labels);
    });
  }

  it('a view without noise is what pixelIndices says, and leaves the examples alone', () => {
    const settings = changes({ shift: 1, flip: true });
    const before = examples.inputs.slice();
    const view = augmentedView(examples, settings, 13, 1);
    assert.deepEqual([...view.inputs], movedBy(examples, settings, 13, 1));
    assert.deepEqual(examples.inputs, before);
    const noisy = augmentedView(examples, changes({ noise: 0.5 }), 13, 1);
    assert.notEqual(noisy.inputs, examples.inputs);
    assert.deepEqual(examples.inputs, before);
  });

  it('noise is normal with the deviation asked for, added after moving, other in every step and every view', () => {
    const settings = changes({ shift: 1, noise: 0.5 });
    const batch = Array.from({ length: examples.count }, (_, index) => index);
    const clean = movedBy(examples, settings, 7, 2);
    const checkNoise = (noisy: Float32Array): void => {
      const noise = [...noisy].map((value, index) => (value - (clean[index] ?? NaN)) / 0.5);
      const moment = (power: number): number =>
        noise.reduce((sum, value) => sum + value ** power, 0) / noise.length;
      assert.ok(Math.abs(moment(1)) < 0.04, `mean ${moment(1)}`);
      assert.ok(Math.abs(moment(2) - 1) < 0.06, `variance ${moment(2)}`);
      assert.ok(Math.abs(moment(4) - 3) < 0.4, `fourth moment ${moment(4)}`);
    };
    withInputs(examples, { kind: 'live', settings, seed: 7 }, (inputs) => {
      const noisy = feed(inputs, batch, 2, 31);
      checkNoise(noisy);
      assert.deepEqual(feed(inputs, batch, 2, 31), noisy);
      assert.notDeepEqual(feed(inputs, batch, 2, 32), noisy);
    });
    checkNoise(augmentedView(examples, settings, 7, 2).inputs);
  });

  it('refuses to move or mirror what is no image; noise goes with any shape', () => {
    const vectors = makeExamples(4, [6], 1);
    for (const settings of [changes({ shift: 1 }), changes({ flip: true })]) {
      for (const attempt of [
        () => augmentedView(vectors, settings, 1, 0),
        () => residentInputs(vectors, { kind: 'live', settings, seed: 1 }),
        () => residentInputs(vectors, { kind: 'views', settings, views: { count: 2, seed: 1 } }),
      ]) {
        assert.throws(attempt, (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /training\.augmentation .* \[6\]/);
          return true;
        });
      }
    }
    assert.notDeepEqual(augmentedView(vectors, changes({ noise: 1 }), 1, 0).inputs, vectors.inputs);
  });

  it('a missing channel counts as one', () => {
    const grey = makeExamples(6, [5, 4], 1);
    const channelled: Examples = { ...grey, inputShape: [5, 4, 1] };
    const settings = changes({ shift: 2, flip: true });
    assert.deepEqual(
      augmentedView(grey, settings, 1, 0).inputs,
      augmentedView(channelled, settings, 1, 0).inputs,
    );
  });
});
