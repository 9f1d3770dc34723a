import fc from 'fast-check';
import { count, milliseconds } from '../src/common/format';
import { readExperiment } from '../src/experiment';
import { mutatedExperiment } from '../test/unit/extension/language/mutations';
import type { Figure } from './figure';
import { median } from './median';

const FILES = 10_000;
/** The files of the fuzz test. */
const SEED = 20_261_124;
const REPETITIONS = 3;
const files = { exists: (): boolean => true };

/** Validating experiment files that had accidents: while somebody types, most are broken. */
export const damagedExperiments: Figure = {
  key: 'damagedExperiments',
  title: 'Damaged experiment files',
  measure: () => {
    const texts = fc.sample(mutatedExperiment, { numRuns: FILES, seed: SEED });
    const seconds = texts.map(secondsFor);
    const longest = seconds.reduce((most, time) => Math.max(most, time));
    return Promise.resolve({
      columns: ['Files', 'Median', 'Longest'],
      rows: [[count(FILES), milliseconds(1000 * median(seconds)), milliseconds(1000 * longest)]],
      values: { files: FILES, medianSeconds: median(seconds), longestSeconds: longest },
    });
  },
};

/** The shortest of a few times, so that what else the machine does is not counted. */
function secondsFor(text: string): number {
  const times = Array.from({ length: REPETITIONS }, () => {
    const started = performance.now();
    readExperiment(text, '/folder/x.distill.json', { files });
    return performance.now() - started;
  });
  return Math.min(...times) / 1000;
}
