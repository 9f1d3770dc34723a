import { createHash } from 'node:crypto';
import type { DatasetSettings } from '../experiment/schema/dataset';

/** Raised whenever the same files and settings are read into other numbers than before. */
const readerVersion = 1;

/**
 * SHA-256, in hexadecimal, of all that decides what is loaded: the bytes of the files, in the order in which they are
 * read, and the settings; not where the files are.
 */
export function fingerprintData(settings: DatasetSettings, fileHashes: readonly string[]): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        readerVersion,
        fileHashes,
        settings.format,
        commonFacts(settings),
        formatFacts(settings),
      ]),
    )
    .digest('hex');
}

function commonFacts(settings: DatasetSettings) {
  const { validation, splitSeed, limit, scaling, inputShape, classNames, test } = settings;
  return [
    validation,
    splitSeed,
    limit ?? null,
    scaling,
    inputShape ?? null,
    classNames ?? null,
    typeof test === 'number' ? test : null,
  ];
}

function formatFacts(settings: DatasetSettings) {
  switch (settings.format) {
    case 'csv':
      return [settings.label, settings.ignore];
    case 'npz': {
      const { trainInputs, trainLabels, testInputs, testLabels } = settings.arrays;
      return [trainInputs, trainLabels, testInputs, testLabels];
    }
    case 'idx':
    case 'npy':
      return [];
  }
}
