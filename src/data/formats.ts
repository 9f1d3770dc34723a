import type { DatasetSettings } from '../experiment/schema/dataset';
import type { RawArray } from './arrays/elements';
import { readIdx } from './arrays/idx';
import { readNpy } from './arrays/npy';
import { readNpz } from './arrays/npz';
import { joinPairs, type ArrayPair } from './arrays/paired';
import { classify } from './csv/classes';
import { readCsv, type CsvTable } from './csv/table';
import { fileError } from './errors';
import type { DataFiles } from './files';
import type { DataSource } from './source';

type SettingsOf<Format extends DatasetSettings['format']> = Extract<DatasetSettings, { format: Format }>;

/** Reads all files of a dataset, in an order that depends on nothing but the settings. */
export async function readSource(settings: DatasetSettings, files: DataFiles): Promise<DataSource> {
  switch (settings.format) {
    case 'idx':
      return readPairs(settings, (path) => readIdx(path, files));
    case 'npy':
      return readPairs(settings, (path) => readNpy(path, files));
    case 'npz':
      return readArchive(settings, files);
    case 'csv':
      return readTables(settings, files);
  }
}

async function readPairs(
  settings: SettingsOf<'idx' | 'npy'>,
  read: (path: string) => Promise<RawArray>,
): Promise<DataSource> {
  const pair = async (paths: { readonly inputs: string; readonly labels: string }): Promise<ArrayPair> => ({
    inputs: await read(paths.inputs),
    labels: await read(paths.labels),
  });
  const train = await pair(settings.train);
  const test = typeof settings.test === 'number' ? undefined : await pair(settings.test);
  return joinPairs(train, test, settings.classNames);
}

async function readArchive(settings: SettingsOf<'npz'>, files: DataFiles): Promise<DataSource> {
  const { trainInputs, trainLabels, testInputs, testLabels } = settings.arrays;
  const testNames = settings.test === undefined ? [testInputs, testLabels] : [];
  const [inputs, labels, ...test] = await readNpz(
    settings.file,
    [trainInputs, trainLabels, ...testNames],
    files,
  );
  const train = asPair(inputs, labels);
  if (train === undefined) {
    throw new Error('as many arrays are read as were asked for');
  }
  return joinPairs(train, asPair(...test), settings.classNames);
}

function asPair(inputs?: RawArray, labels?: RawArray): ArrayPair | undefined {
  return inputs && labels && { inputs, labels };
}

async function readTables(settings: SettingsOf<'csv'>, files: DataFiles): Promise<DataSource> {
  const train = await readCsv(settings.train, settings, files);
  const test = typeof settings.test === 'number' ? undefined : await readCsv(settings.test, settings, files);
  if (test !== undefined) {
    checkSameColumns(train, test);
  }
  const classes = classify(train.labels, test?.labels, settings.classNames);
  return {
    train: { inputs: train.inputs, labels: classes.train },
    test: test && classes.test && { inputs: test.inputs, labels: classes.test },
    classNames: classes.names,
    featureNames: train.featureNames,
  };
}

function checkSameColumns(train: CsvTable, test: CsvTable): void {
  const testNames = test.featureNames;
  const different = train.featureNames?.findIndex(
    (name, index) => testNames !== undefined && name !== testNames[index],
  );
  if (different !== undefined && different >= 0) {
    throw fileError(
      test.inputs.file,
      `feature ${different + 1} is called "${String(testNames?.[different])}", but "${String(train.featureNames?.[different])}" in the training file`,
      'Put the columns of both files in the same order.',
    );
  }
}
