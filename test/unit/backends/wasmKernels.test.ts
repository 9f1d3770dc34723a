import assert from 'node:assert/strict';
import { permutation, Random, RandomStream } from '../../../src/common/random';
import { startCpu } from '../../../src/engine/backends/cpu';
import { startWasm } from '../../../src/engine/backends/wasm';
import { tf } from '../../../src/engine/tensorflow';
import {
  averagePoolings,
  convolutions,
  depthwiseConvolutions,
  gatherings,
  type GradientCase,
  gradientsOf,
  inputsOf,
  maxPoolings,
  products,
  relativeDifference,
  weightedOutput,
} from './gradientCases';

const TOLERANCE = 1e-5;

const allCases = [
  ...convolutions,
  ...depthwiseConvolutions,
  ...maxPoolings,
  ...averagePoolings,
  ...products,
  ...gatherings,
];

/** The gradient by the first input from central differences: exact for functions that are linear in it. */
function finiteDifferences(
  gradientCase: GradientCase,
  values: readonly Float32Array[],
  step: number,
): Float64Array {
  const [first = new Float32Array(0), ...others] = values;
  return Float64Array.from(first, (value, index) => {
    const at = (moved: number): number => weightedOutput(gradientCase, [first.with(index, moved), ...others]);
    const above = Math.fround(value + step);
    const below = Math.fround(value - step);
    return (at(above) - at(below)) / (above - below);
  });
}

describe('training kernels of the WebAssembly backend', () => {
  const expected = new Map<GradientCase, Float32Array[]>();
  const inputsOfRelu = (gradientCase: GradientCase): Float32Array[] =>
    inputsOf(gradientCase).map((values) => values.map((value) => Math.max(0, value)));
  const expectedOfTies = new Map<GradientCase, Float32Array[]>();

  before(async () => {
    await startCpu();
    for (const gradientCase of allCases)
      expected.set(gradientCase, gradientsOf(gradientCase, inputsOf(gradientCase)));
    for (const gradientCase of maxPoolings) {
      expectedOfTies.set(gradientCase, gradientsOf(gradientCase, inputsOfRelu(gradientCase)));
    }
    await startWasm();
  });

  it('are those of the WebAssembly backend', () => {
    assert.equal(tf.getBackend(), 'wasm');
  });

  for (const gradientCase of allCases) {
    it(`agree with plain JavaScript: ${gradientCase.name}`, () => {
      const gradients = gradientsOf(gradientCase, inputsOf(gradientCase));
      const references = expected.get(gradientCase) ?? [];
      assert.equal(gradients.length, gradientCase.inputs.length);
      for (const [index, gradient] of gradients.entries()) {
        const difference = relativeDifference(gradient, references[index] ?? []);
        assert.ok(difference <= TOLERANCE, `input ${index}: ${difference}`);
      }
    });
  }

  for (const gradientCase of maxPoolings) {
    it(`agree with plain JavaScript where inputs are equal: ${gradientCase.name}`, () => {
      const [gradient = []] = gradientsOf(gradientCase, inputsOfRelu(gradientCase));
      const [reference = []] = expectedOfTies.get(gradientCase) ?? [];
      assert.ok(relativeDifference(gradient, reference) <= TOLERANCE);
    });
  }

  it('keeps the gradient of a max-pooling window without a positive value', () => {
    const gradient = tf.tidy(() => {
      const x = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
      return tf
        .grad((input) => tf.maxPool(input as typeof x, 2, 2, 'valid'))(x)
        .dataSync()
        .slice();
    });
    assert.deepEqual([...gradient], [0, 0, 0, 1]);
  });

  for (const gradientCase of [...convolutions.slice(0, 6), ...depthwiseConvolutions, ...averagePoolings]) {
    it(`agree with finite differences: ${gradientCase.name}`, () => {
      const values = inputsOf(gradientCase);
      const [gradient = []] = gradientsOf(gradientCase, values);
      const difference = relativeDifference(gradient, finiteDifferences(gradientCase, values, 1));
      assert.ok(difference <= TOLERANCE, String(difference));
    });
  }

  for (const gradientCase of maxPoolings) {
    it(`agree with finite differences: ${gradientCase.name}`, () => {
      const count = tf.util.sizeFromShape([...(gradientCase.inputs[0] ?? [])]);
      const order = permutation(count, new Random(5, RandomStream.initialWeights));
      const values = [Float32Array.from(order, (rank) => (rank - count / 2) / 8)];
      const [gradient = []] = gradientsOf(gradientCase, values);
      const difference = relativeDifference(gradient, finiteDifferences(gradientCase, values, 1 / 32));
      assert.ok(difference <= TOLERANCE, String(difference));
    });
  }

  it('sum segments, leaving out numbers outside the range', () => {
    const sums = tf.tidy(() =>
      tf
        .unsortedSegmentSum(
          tf.tensor2d([
            [1, 2],
            [3, 4],
            [5, 6],
            [7, 8],
          ]),
          tf.tensor1d([2, 0, 2, -1], 'int32'),
          3,
        )
        .dataSync()
        .slice(),
    );
    assert.deepEqual([...sums], [3, 4, 0, 0, 6, 8]);
  });

  it('leave no memory behind', () => {
    const heldBefore = tf.engine().backend.numDataIds();
    const tensorsBefore = tf.memory().numTensors;
    for (const gradientCase of allCases) gradientsOf(gradientCase, inputsOf(gradientCase));
    assert.equal(tf.memory().numTensors, tensorsBefore);
    assert.equal(tf.engine().backend.numDataIds(), heldBefore);
  });

  it('survive a second start', async () => {
    await startWasm();
    const [first] = products;
    assert.ok(first);
    const [gradient = []] = gradientsOf(first, inputsOf(first));
    assert.ok(relativeDifference(gradient, expected.get(first)?.[0] ?? []) <= TOLERANCE);
  });

  it('refuse convolutions with channels first by name', () => {
    assert.throws(
      () =>
        tf.tidy(() =>
          tf
            .engine()
            .runKernel(
              'Conv2DBackpropFilter',
              { x: tf.ones([1, 3, 5, 5]), dy: tf.ones([1, 2, 3, 3]) },
              { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', filterShape: [3, 3, 3, 2] },
            ),
        ),
      /channels last/,
    );
  });
});

describe('the plain JavaScript backend', () => {
  before(startCpu);

  for (const gradientCase of averagePoolings) {
    it(`has gradients that agree with finite differences: ${gradientCase.name}`, () => {
      const values = inputsOf(gradientCase);
      const [gradient = []] = gradientsOf(gradientCase, values);
      const difference = relativeDifference(gradient, finiteDifferences(gradientCase, values, 1));
      assert.ok(difference <= TOLERANCE, String(difference));
    });
  }
});
