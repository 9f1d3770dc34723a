import fc from 'fast-check';
import { count, milliseconds } from '../src/common/format';
import { readExperiment } from '../src/experiment';
import { textOf } from '../test/unit/experiment/support';
import { mutatedExperiment } from '../test/unit/extension/language/mutations';
import type { Figure } from './figure';
import { median } from './median';

const FILES = 10_000;
/** The files of the fuzz test. */
const SEED = 20_261_124;
const REPETITIONS = 3;
/** Files that are long and wrong all over, by one slip of the pen. */
const slips = [
  { name: '20,000 seeds, all negative', text: textOf({ seeds: Array<number>(20_000).fill(-1.5) }) },
  {
    name: '5,000 hidden layers, all words',
    text: textOf({ student: hidden(Array<string>(5000).fill('a')) }),
  },
  {
    name: '2,000 layers of an unknown kind',
    text: textOf({ student: layers(Array<object>(2000).fill({ layer: 'nope' })) }),
  },
  {
    name: '5,000 unknown fields',
    text: textOf(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, index]))),
  },
  {
    name: '20,000 seeds, all right',
    text: textOf({ seeds: Array.from({ length: 20_000 }, (_, index) => index) }),
  },
];
const files = { exists: (): boolean => true };

/** Validating experiment files that had accidents: while somebody types, most are broken. */
export const damagedExperiments: Figure = {
  key: 'damagedExperiments',
  title: 'Damaged experiment files',
  measure: () => {
    const texts = fc.sample(mutatedExperiment, { numRuns: FILES, seed: SEED });
    const kinds = [
      { name: `${count(FILES)} with accidents`, seconds: texts.map(secondsFor) },
      ...slips.map(({ name, text }) => ({ name, seconds: [secondsFor(text)] })),
    ].map(({ name, seconds }) => ({
      name,
      medianSeconds: median(seconds),
      longestSeconds: seconds.reduce((most, time) => Math.max(most, time)),
    }));
    return Promise.resolve({
      columns: ['Files', 'Median', 'Longest'],
      rows: kinds.map(({ name, medianSeconds, longestSeconds }) => [
        name,
        milliseconds(1000 * medianSeconds),
        milliseconds(1000 * longestSeconds),
      ]),
      values: { kinds },
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

/** A student of these hidden layers. */
function hidden(units: readonly unknown[]): object {
  return { model: { type: 'mlp', hidden: units } };
}

function layers(all: readonly unknown[]): object {
  return { model: { type: 'layers', layers: all } };
}
