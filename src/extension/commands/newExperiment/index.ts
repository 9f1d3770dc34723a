import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EXPERIMENT_SUFFIX } from '../../base/experimentFile';
import type { Services } from '../../services';
import { choose, type Choice } from '../choosing';
import type { Handlers } from '../handlers';
import { copyToNewFile, fileNameFor, writeNewFile } from '../newFile';
import { askOwnData, type OwnFormat } from './ownData';
import { exampleText, experimentText } from './template';

type Source = 'digits' | OwnFormat;

const LONGEST_NAME = 200;

/** Makes experiment files. */
export function newExperimentCommands({ context, experiments }: Services): Handlers<'newExperiment'> {
  return {
    async newExperiment() {
      const source = await choose(sources(), vscode.l10n.t('New experiment: which data?'));
      const folder = source && (await chooseFolder());
      if (source === undefined || folder === undefined) return;
      const file = await (source === 'digits'
        ? writeDigits(context.extensionPath, folder)
        : writeOwn(source, folder));
      if (file === undefined) return;
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      await experiments.refresh();
    },
  };
}

function sources(): Choice<Source>[] {
  return [
    {
      label: `$(beaker) ${vscode.l10n.t('Handwritten digits')}`,
      description: vscode.l10n.t('an example that runs at once, in under a minute'),
      detail: vscode.l10n.t('1,797 images of 8×8 pixels, which come along'),
      value: 'digits',
    },
    {
      label: `$(table) ${vscode.l10n.t('My CSV file')}`,
      description: vscode.l10n.t('one row for each example, one column for the class'),
      value: 'csv',
    },
    {
      label: `$(file-media) ${vscode.l10n.t('MNIST, or other IDX files')}`,
      description: vscode.l10n.t('images and labels; Fashion-MNIST and EMNIST too'),
      value: 'idx',
    },
    {
      label: `$(symbol-array) ${vscode.l10n.t('My .npy files')}`,
      description: vscode.l10n.t('NumPy arrays, one a file'),
      value: 'npy',
    },
    {
      label: `$(package) ${vscode.l10n.t('My .npz file')}`,
      description: vscode.l10n.t('NumPy arrays, several in one file'),
      value: 'npz',
    },
  ];
}

async function chooseFolder(): Promise<string | undefined> {
  const local = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (local.length > 0) {
    const choices = local.map(({ name, uri }) => ({
      label: name,
      description: uri.fsPath,
      value: uri.fsPath,
    }));
    return choose(choices, vscode.l10n.t('In which folder?'), 'take');
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder for the experiment'),
      openLabel: vscode.l10n.t('Use Folder'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return folder?.fsPath;
}

async function writeDigits(extensionPath: string, folder: string): Promise<string> {
  const example = path.join(extensionPath, 'examples', 'digits');
  const text = await readFile(path.join(example, `digits${EXPERIMENT_SUFFIX}`), 'utf8');
  const data = await copyToNewFile(folder, 'digits', '.csv.gz', path.join(example, 'digits.csv.gz'));
  return writeNewFile(folder, 'digits', EXPERIMENT_SUFFIX, exampleText(text, path.basename(data)));
}

async function writeOwn(format: OwnFormat, folder: string): Promise<string | undefined> {
  const own = await askOwnData(format, folder);
  const name = own && (await askName(own.name));
  if (own === undefined || name === undefined) return undefined;
  return writeNewFile(folder, fileNameFor(name), EXPERIMENT_SUFFIX, experimentText(name, own.dataset));
}

async function askName(proposed: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the experiment'),
    value: proposed,
    validateInput: (value) => {
      if (value.trim() === '') return vscode.l10n.t('It needs a name.');
      return value.trim().length > LONGEST_NAME
        ? vscode.l10n.t('At most {0} characters, please.', LONGEST_NAME)
        : undefined;
    },
  });
  return name?.trim();
}
