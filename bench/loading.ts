import path from 'node:path';
import { count, duration } from '../src/common/format';
import { loadDataset } from '../src/data';
import { exampleExperiment, exampleFile } from './exampleExperiment';
import type { Figure } from './figure';
import { median } from './median';

const REPETITIONS = 5;

/** Reading, checking, hashing, splitting and scaling MNIST. */
export const loading: Figure = {
  key: 'loading',
  title: 'Loading data',
  measure: async () => {
    const settings = { ...exampleExperiment('mnist').dataset, validation: 0 };
    const folder = path.dirname(exampleFile('mnist'));
    const seconds: number[] = [];
    let images = '';
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const started = performance.now();
      const { train, test } = await loadDataset(settings, folder);
      seconds.push((performance.now() - started) / 1000);
      images = `${count(train.count)} training and ${count(test.count)} test images of MNIST`;
    }
    return {
      columns: ['Data', `Time (median of ${REPETITIONS})`, 'First time'],
      rows: [[images, duration(median(seconds)), duration(seconds[0] ?? NaN)]],
      values: { seconds: median(seconds), firstSeconds: seconds[0] },
    };
  },
};
