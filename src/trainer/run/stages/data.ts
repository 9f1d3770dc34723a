import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../common/errors';
import { count } from '../../../common/format';
import { Random, RandomStream } from '../../../common/random';
import { loadDataset, type Dataset } from '../../../data';
import type { DataFile } from '../../../protocol/record';
import { writeFileAtomic } from '../../../runs';
import { runStage, warn, type RunContext, type RunWarning } from '../context';

/** More probes than these would make the record grow faster than they tell. */
const MOST_PROBES = 64;

export interface RunData {
  readonly dataset: Dataset;
  /** Indices of the probe examples in the training split. */
  readonly probes: readonly number[];
}

/**
 * Loads the dataset, and checks that a resumed run finds the data it started with.
 *
 * @param check judges the experiment by this data before anything is trained; throws if it can't be run
 */
export function dataStage(
  context: RunContext,
  check: (dataset: Dataset) => readonly RunWarning[],
): Promise<RunData> {
  return runStage(context, 'data', {}, async () => {
    const { experiment, experimentFile } = context;
    const dataset = await loadDataset(experiment.dataset, path.dirname(experimentFile), ({ done, total }) => {
      context.emit({ type: 'stage-progress', stage: 'data', done, total, unit: 'bytes' });
    });
    for (const warning of check(dataset)) warn(context, warning);
    keepOrCompare(context, dataset);
    const missing = dataset.classNames.filter((_, index) => dataset.classCounts.train[index] === 0);
    if (missing.length > 0) {
      warn(context, {
        code: 'data',
        stage: 'data',
        message: `The training split has no example of ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}.`,
        mend: 'Use more training data or a smaller validation share.',
      });
    }
    await context.control.step();
    const { train, validation, test, classNames, inputShape } = dataset;
    return {
      output: { dataset, probes: chooseProbes(dataset, experiment) },
      status: 'done',
      summary: `${count(train.count)} training, ${count(validation.count)} validation and ${count(test.count)} test examples of ${inputShape.join('×')}; ${classNames.length} classes.`,
    };
  });
}

function keepOrCompare(context: RunContext, dataset: Dataset): void {
  const file = context.folder.data;
  if (existsSync(file)) {
    const earlier = JSON.parse(readFileSync(file, 'utf8')) as DataFile;
    if (earlier.fingerprint !== dataset.fingerprint) {
      throw new UserError(
        'The data has changed since this run began, so it cannot be continued.',
        'Put the old data back, or start a new run.',
        { file: context.experimentFile },
      );
    }
    return;
  }
  const { fingerprint, inputShape, classNames, featureNames, scaling, classCounts } = dataset;
  const kept: DataFile = {
    fingerprint,
    inputShape,
    classNames,
    ...(featureNames && { featureNames }),
    scaling,
    classCounts,
  };
  writeFileAtomic(file, JSON.stringify(kept, undefined, 2));
}

/** The same number of every class, drawn by the split's seed, class by class. */
function chooseProbes(dataset: Dataset, experiment: RunContext['experiment']): readonly number[] {
  const classes = dataset.classNames.length;
  const each = Math.min(experiment.record.probesPerClass, Math.floor(MOST_PROBES / classes));
  const ofClass = Array.from({ length: classes }, (): number[] => []);
  dataset.train.labels.forEach((label, index) => ofClass[label]?.push(index));
  return ofClass.flatMap((indices, label) => {
    const random = new Random(experiment.dataset.splitSeed, RandomStream.probes, label);
    const pool = [...indices];
    return Array.from({ length: Math.min(each, pool.length) }, () =>
      pool.splice(random.nextInteger(pool.length), 1),
    ).flat();
  });
}
