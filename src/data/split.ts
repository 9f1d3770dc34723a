import { permutation, Random, RandomStream } from '../common/random';
import { settingError } from './errors';

export interface SplitSettings {
  /** Below 1: a share; else a count. Undefined: the test set comes from elsewhere. */
  readonly test: number | undefined;
  readonly validation: number;
  readonly limit: number | undefined;
  readonly splitSeed: number;
}

/** Row numbers in ascending order. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides the rows 0 … count − 1 at random. A share is rounded to the nearest count; that of the validation split is
 * taken of what the test split leaves. Neither split depends on the other settings: with the same seed, `limit` leaves
 * validation and test examples as they are, and `validation` the test examples.
 *
 * @throws UserError when nothing is left to train on
 */
export function splitRows(count: number, settings: SplitSettings): Split {
  const order = permutation(count, new Random(settings.splitSeed, RandomStream.split));
  const test = splitCount(settings.test ?? 0, count);
  const validation = splitCount(settings.validation, Math.max(count - test, 0));
  const rest = count - test - validation;
  if (rest < 1) {
    const field = test >= count ? 'test' : 'validation';
    throw settingError(
      field,
      `${test} test and ${validation} validation examples leave nothing to train on, of ${count} examples`,
      'Hold out fewer examples, or give more data.',
    );
  }
  const trainEnd = test + validation + Math.min(rest, settings.limit ?? rest);
  return {
    test: order.slice(0, test).sort(),
    validation: order.slice(test, test + validation).sort(),
    train: order.slice(test + validation, trainEnd).sort(),
  };
}

function splitCount(size: number, available: number): number {
  return size < 1 ? Math.round(size * available) : size;
}
