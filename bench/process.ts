import { bytes, duration } from '../src/common/format';
import type { RunEvent } from '../src/protocol/events';
import { withExampleCopy } from './exampleCopy';
import type { ExampleName } from './exampleExperiment';
import type { Figure } from './figure';
import { median } from './median';
import { runTrainer, type TrainerProcess } from './trainerProcess';

const STARTS = 3;
const oneShortPass = ['--seeds', '1', '--set', 'training.epochs=2', '--set', 'teacher.training.epochs=2'];

/** The command line as a process of its own: how soon it trains, and what memory it takes. */
export const trainerRuns: Figure = {
  key: 'process',
  title: 'A run as a process',
  measure: async () => {
    const starts: TrainerProcess[] = [];
    for (let start = 0; start < STARTS; start++) starts.push(await runExample('digits', oneShortPass));
    const digits = await runExample('digits', ['--seeds', '1']);
    const mnist = await runExample('mnist', oneShortPass);
    const until = (type: RunEvent['type']): number =>
      median(starts.map(({ firstSeconds }) => firstSeconds.get(type) ?? NaN));
    const values = {
      secondsToRunStarted: until('run-started'),
      secondsToFirstSteps: until('steps'),
      digitsPeakBytes: digits.peakMemory,
      mnistPeakBytes: mnist.peakMemory,
    };
    return {
      columns: ['Figure', 'Value'],
      rows: [
        ['digits: start of the process to the run’s first event', duration(values.secondsToRunStarted)],
        ['digits: start of the process to the first losses on record', duration(values.secondsToFirstSteps)],
        ['digits: peak memory', bytes(values.digitsPeakBytes)],
        ['MNIST (60,000 images): peak memory', bytes(values.mnistPeakBytes)],
      ],
      values,
    };
  },
};

function runExample(name: ExampleName, options: readonly string[]): Promise<TrainerProcess> {
  return withExampleCopy(name, (experimentFile, folder) => runTrainer(experimentFile, folder, options));
}
