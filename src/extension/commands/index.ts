import * as vscode from 'vscode';
import { commandEntries, commandId } from '../contributions';
import type { Services } from '../services';
import { arrangingCommands } from './arranging';
import { deletingCommands } from './deleting';
import { engineCommands } from './engines';
import { exportingCommands } from './exporting';
import { tellingFailures } from './failure';
import type { Handlers } from './handlers';
import { helpingCommands } from './helping';
import { lookingCommands } from './looking';
import { newExperimentCommands } from './newExperiment';
import { notingCommands } from './noting';
import { trackPresence } from './presence';
import { runningCommands } from './running';
import { Subjects } from './subjects';

/** Registers every command of the manifest; the compiler sees to it that none is without a handler. */
export function registerCommands(services: Services): vscode.Disposable {
  const subjects = new Subjects(services);
  const handlers: Handlers = {
    ...newExperimentCommands(services),
    ...runningCommands(services, subjects),
    ...lookingCommands(services, subjects),
    ...exportingCommands(services, subjects),
    ...notingCommands(services, subjects),
    ...deletingCommands(services, subjects),
    ...arrangingCommands(services),
    ...engineCommands(services),
    ...helpingCommands(services),
  };
  const registrations = commandEntries().map(([name, { title }]) =>
    vscode.commands.registerCommand(
      commandId(name),
      tellingFailures(handlers[name], vscode.l10n.t(title), services.log),
    ),
  );
  return vscode.Disposable.from(trackPresence(services), ...registrations);
}
