import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../common/errors';
import { shownName, withoutIcons } from '../../base/shownText';
import { choose } from '../choosing';
import { beginningOf } from './beginning';
import { labelsBeside, testBeside } from './companions';
import { csvColumns, type CsvColumn } from './csvColumns';
import type { NewDataset, PairedFiles } from './template';

export type OwnFormat = NewDataset['format'];

/** A dataset of somebody's own, and a name for what is made of it. */
export interface OwnData {
  readonly dataset: NewDataset;
  readonly name: string;
}

/** Asks for the files of a dataset. Undefined when the person would rather not. */
export async function askOwnData(format: OwnFormat, folder: string): Promise<OwnData | undefined> {
  switch (format) {
    case 'csv':
      return askCsv(folder);
    case 'idx':
      return askPaired('idx', folder, vscode.l10n.t('IDX file of training inputs (train-images-idx3-ubyte)'));
    case 'npy':
      return askPaired('npy', folder, vscode.l10n.t('.npy file of training inputs'));
    case 'npz': {
      const file = await askFile(vscode.l10n.t('.npz file'), folder, { NumPy: ['npz'] });
      if (file === undefined) return undefined;
      return { dataset: { format, file: relative(folder, file) }, name: nameOf(file) };
    }
  }
}

async function askCsv(folder: string): Promise<OwnData | undefined> {
  const file = await askFile(vscode.l10n.t('CSV file'), folder, { CSV: ['csv', 'tsv', 'txt', 'gz'] });
  if (file === undefined) return undefined;
  const columns = csvColumns(await beginningOf(file));
  if (columns.length < 2) {
    throw new UserError(
      vscode.l10n.t('{0} has only one column.', shownName(path.basename(file))),
      vscode.l10n.t('There must be features and a label, with commas, semicolons or tabs between them.'),
    );
  }
  const label = await choose(labelChoices(columns), vscode.l10n.t('Which column holds the class?'));
  if (label === undefined) return undefined;
  return { dataset: { format: 'csv', train: relative(folder, file), label }, name: nameOf(file) };
}

/** The last column first: that is where the label mostly is. */
function labelChoices(columns: readonly CsvColumn[]) {
  return columns.toReversed().map(({ label, example }) => ({
    label: typeof label === 'number' ? vscode.l10n.t('Column {0}', label) : withoutIcons(shownName(label)),
    description: vscode.l10n.t('for example {0}', withoutIcons(shownName(example))),
    value: label,
  }));
}

async function askPaired(format: 'idx' | 'npy', folder: string, title: string): Promise<OwnData | undefined> {
  const filters = format === 'npy' ? { NumPy: ['npy'] } : undefined;
  const inputs = await askFile(title, folder, filters);
  if (inputs === undefined) return undefined;
  const source = path.dirname(inputs);
  const names = await readdir(source);
  const found = labelsBeside(path.basename(inputs), names);
  const labels =
    found === undefined
      ? await askFile(vscode.l10n.t('File of training labels'), source, filters)
      : path.join(source, found);
  if (labels === undefined) return undefined;
  const pair = (inputFile: string, labelFile: string): PairedFiles => ({
    inputs: relative(folder, inputFile),
    labels: relative(folder, labelFile),
  });
  const testInputs = testBeside(path.basename(inputs), names);
  const testLabels = testInputs && labelsBeside(testInputs, names);
  return {
    dataset: {
      format,
      train: pair(inputs, labels),
      ...(testInputs !== undefined &&
        testLabels !== undefined && {
          test: pair(path.join(source, testInputs), path.join(source, testLabels)),
        }),
    },
    name: path.basename(source),
  };
}

async function askFile(
  title: string,
  folder: string,
  filters: Record<string, string[]> | undefined,
): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Use'),
      defaultUri: vscode.Uri.file(folder),
      ...(filters !== undefined && { filters }),
    })) ?? [];
  return uri?.fsPath;
}

function relative(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function nameOf(file: string): string {
  return path.basename(file).replace(/\..*$/, '');
}
