import assert from 'node:assert/strict';
import fc from 'fast-check';
import { permutation, philox, Random, RandomStream } from '../../../src/common/random';

function hex(words: readonly number[]): string {
  return words.map((word) => word.toString(16).padStart(8, '0')).join(' ');
}

/** Σ (observed − expected)² / expected. */
function chiSquare(observed: readonly number[], expected: number): number {
  return observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('philox', () => {
  // The known-answer vectors of Random123 (kat_vectors, philox4x32 10).
  const vectors: readonly [string, [number, number, number, number], [number, number], string][] = [
    ['zeros', [0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [
      'ones',
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      '408f276d 41c83b0e a20bc7c6 6d5451fd',
    ],
    [
      'digits of pi',
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ];
  for (const [name, counter, key, answer] of vectors) {
    it(`gives Random123's known answer for ${name}`, () => {
      assert.equal(hex(philox(counter, key)), answer);
    });
  }
});

describe('Random', () => {
  it('begins with the words of the block at counter 0', () => {
    const random = new Random(0, RandomStream.shuffle);
    const words = Array.from({ length: 8 }, () => random.nextWord());
    assert.equal(hex(words), `${hex(philox([0, 0, 0, 0], [0, 2]))} ${hex(philox([1, 0, 0, 0], [0, 2]))}`);
  });

  it('gives other numbers for another seed, stream, position and layer', () => {
    const firsts = [
      new Random(1, RandomStream.shuffle),
      new Random(2, RandomStream.shuffle),
      new Random(1, RandomStream.dropout),
      new Random(1, RandomStream.shuffle, 1),
      new Random(1, RandomStream.shuffle, 2 ** 32),
      new Random(1, RandomStream.shuffle, 0, 1),
    ].map((random) => random.nextWord());
    assert.equal(new Set(firsts).size, firsts.length);
  });

  it('is uniform: chi-square over 256 bins of 100,000 draws inside its 99.9 % range', () => {
    const random = new Random(20260101, RandomStream.split);
    const bins = new Array<number>(256).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const bin = Math.floor(random.nextUniform() * 256);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const statistic = chiSquare(bins, 100_000 / 256);
    // Quantiles 0.0005 and 0.9995 of chi-square with 255 degrees of freedom.
    assert.ok(statistic > 187.17 && statistic < 335.92, `chi-square ${statistic}`);
  });

  it('draws integers below the bound only, each about as often', () => {
    const random = new Random(5, RandomStream.split);
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 70_000; draw++) {
      const value = random.nextInteger(7);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    assert.equal(counts.length, 7);
    // Quantile 0.9995 of chi-square with 6 degrees of freedom.
    assert.ok(chiSquare(counts, 10_000) < 24.2, counts.join(' '));
  });

  it('draws normal numbers with mean 0, deviation 1 and few beyond 1.96', () => {
    const random = new Random(9, RandomStream.initialWeights);
    const values = Array.from({ length: 50_000 }, () => random.nextNormal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyond = values.filter((value) => Math.abs(value) > 1.96).length / values.length;
    assert.ok(Math.abs(mean) < 0.015, `mean ${mean}`);
    assert.ok(Math.abs(variance - 1) < 0.022, `variance ${variance}`);
    assert.ok(Math.abs(beyond - 0.05) < 0.004, `beyond ${beyond}`);
  });
});

describe('permutation', () => {
  it('holds every index once', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(2 ** 32 - 1), (count, seed) => {
        const order = permutation(count, new Random(seed, RandomStream.shuffle));
        assert.deepEqual(
          Array.from(order).sort((a, b) => a - b),
          Array.from({ length: count }, (_, index) => index),
        );
      }),
    );
  });

  it('gives each of the 24 orders of four about as often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 24_000; epoch++) {
      const order = permutation(4, new Random(3, RandomStream.shuffle, epoch)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    // Quantile 0.9995 of chi-square with 23 degrees of freedom.
    assert.ok(chiSquare([...counts.values()], 1000) < 52.1);
  });

  it('is the same for the same seed and epoch', () => {
    const order = (): Int32Array => permutation(100, new Random(1, RandomStream.shuffle, 4));
    assert.deepEqual(order(), order());
  });
});
