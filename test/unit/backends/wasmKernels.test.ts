import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  allCases,
  averagePoolings,
  type GradientCase,
  linearCases,
  maxPoolings,
  relativeDifference,
} from './gradientCases';
import type { ProbeResult } from './gradientProbe';

const TOLERANCE = 1e-5;

async function runProbe(backend: 'cpu' | 'wasm'): Promise<ProbeResult> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', require.resolve('tsx/cjs'), join(__dirname, 'gradientProbe.ts'), backend],
    { maxBuffer: 64 * 2 ** 20 },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as ProbeResult;
}

function assertClose(actual: readonly number[] | undefined, expected: readonly number[] | undefined): void {
  assert.ok(actual !== undefined && expected !== undefined && expected.length > 0);
  const difference = relativeDifference(actual, expected);
  assert.ok(difference <= TOLERANCE, `relative difference ${difference}`);
}

function assertAllClose(
  actual: readonly number[][] | undefined,
  expected: readonly number[][] | undefined,
  { inputs }: GradientCase,
): void {
  assert.equal(actual?.length, inputs.length);
  for (const [index, gradient] of actual.entries()) assertClose(gradient, expected?.[index]);
}

describe('training kernels', () => {
  let cpu: ProbeResult;
  let wasm: ProbeResult;

  before(async () => {
    [cpu, wasm] = await Promise.all([runProbe('cpu'), runProbe('wasm')]);
  });

  it('are run by the backends that they are compared on', () => {
    assert.equal(cpu.backend, 'cpu');
    assert.equal(wasm.backend, 'wasm');
  });

  describe('of WebAssembly', () => {
    for (const gradientCase of allCases) {
      it(`agree with plain JavaScript: ${gradientCase.name}`, () => {
        const { name } = gradientCase;
        assertAllClose(wasm.gradients[name], cpu.gradients[name], gradientCase);
      });
    }

    for (const gradientCase of maxPoolings) {
      it(`agree with plain JavaScript where inputs are equal: ${gradientCase.name}`, () => {
        const { name } = gradientCase;
        assertAllClose(wasm.gradientsWithTies[name], cpu.gradientsWithTies[name], gradientCase);
      });
    }

    for (const { name } of [...linearCases, ...maxPoolings]) {
      it(`agree with finite differences: ${name}`, () => {
        const compared = wasm.againstDifferences[name];
        assertClose(compared?.gradient, compared?.differences);
      });
    }

    it('keep the gradient of a max-pooling window without a positive value', () => {
      assert.deepEqual(wasm.windowWithoutPositiveValue, [0, 0, 0, 1]);
    });

    it('sum segments, leaving out numbers outside the range', () => {
      assert.deepEqual(wasm.segmentSums, [3, 4, 0, 0, 6, 8]);
    });

    it('leave no memory behind', () => {
      assert.deepEqual(wasm.leftBehind, { tensors: 0, data: 0 });
    });

    it('give the same after a second start', () => {
      assert.deepEqual(wasm.gradientsAfterSecondStart, wasm.gradients);
    });

    it('refuse convolutions with channels first in words', () => {
      assert.match(wasm.channelsFirst, /channels last/);
    });

    it("leave the process's uncaught exceptions alone", () => {
      assert.equal(wasm.listeners, 0);
    });
  });

  describe('of plain JavaScript', () => {
    for (const { name } of averagePoolings) {
      it(`agree with finite differences: ${name}`, () => {
        const compared = cpu.againstDifferences[name];
        assertClose(compared?.gradient, compared?.differences);
      });
    }
  });
});
