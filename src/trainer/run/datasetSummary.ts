import type { Dataset } from '../../data';
import type { DataSummary } from '../../experiment';

/** What an experiment is checked against once its data is loaded. */
export function summarizeDataset({ train, validation, test, inputShape, classNames }: Dataset): DataSummary {
  return {
    trainCount: train.count,
    validationCount: validation.count,
    testCount: test.count,
    inputShape,
    classes: classNames.length,
  };
}
