import { Random, RandomStream } from '../../common/random';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` with a Math.random that is a pure function of the seed: TensorFlow.js's initialisers take their randomness
 * from there, and so may a builder of the user's. Two works never overlap, so neither sees the other's numbers.
 */
export function withSeededRandom<Result>(seed: number, work: () => Promise<Result>): Promise<Result> {
  const result = last.then(async () => {
    const unseeded = Math.random;
    const random = new Random(seed, RandomStream.initialWeights);
    Math.random = () => random.nextUniform();
    try {
      return await work();
    } finally {
      Math.random = unseeded;
    }
  });
  last = result.catch(() => undefined);
  return result;
}
