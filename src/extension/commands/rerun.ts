import * as path from 'node:path';
import * as vscode from 'vscode';
import { EXPERIMENT_SUFFIX } from '../base/experimentFile';
import { shownName } from '../base/shownText';
import { labelOf } from '../explorer/row';
import type { RunRequest } from '../processes';
import type { RunEntry } from '../records';
import { experimentFileOf, frozenExperiment, stillSays } from './frozen';
import { writeNewFile } from './newFile';

/**
 * What to start so that a run is repeated. Where its experiment file has changed since, or is gone, the person decides
 * what "the same" means; undefined when they would rather not.
 */
export async function rerunRequest(entry: RunEntry): Promise<RunRequest | undefined> {
  const frozen = await frozenExperiment(entry);
  const { overrides, scope, cache, experiment } = frozen;
  const kind = scope === 'teacher' ? 'teacher' : 'run';
  const file = await experimentFileOf(entry);
  if (file !== undefined && (await stillSays(file, frozen))) {
    return { kind, experimentFile: file, overrides, cache };
  }
  const asItWas = vscode.l10n.t('Run as It Was');
  const asItIs = vscode.l10n.t('Run the File as It Is Now');
  const chosen = await vscode.window.showInformationMessage(
    file === undefined
      ? vscode.l10n.t('The experiment file of {0} is gone.', labelOf(entry))
      : vscode.l10n.t('{0} has changed since {1}.', shownName(path.basename(file)), labelOf(entry)),
    {
      modal: true,
      detail: vscode.l10n.t('As it was: its settings are written to a new experiment file from the record.'),
    },
    asItWas,
    ...(file === undefined ? [] : [asItIs]),
  );
  if (chosen === asItIs && file !== undefined) return { kind, experimentFile: file, overrides, cache };
  if (chosen !== asItWas) return undefined;
  const text = `${JSON.stringify(experiment, null, 2)}\n`;
  const folder = path.dirname(entry.distillery);
  const written = await writeNewFile(folder, `${nameFor(entry, file)}-rerun`, EXPERIMENT_SUFFIX, text);
  return { kind, experimentFile: written, overrides: [], cache };
}

function nameFor(entry: RunEntry, file: string | undefined): string {
  return path
    .basename(file ?? entry.summary.experimentFile ?? entry.folder.id)
    .replace(/\.distill\.json$/, '');
}
