import * as vscode from 'vscode';
import { commandEntries, commandId, type CommandName } from '../contributions';
import type { Services } from '../services';
import { tellingFailures } from './failure';
import type { Handler, Handlers } from './handlers';
import { trackPresence } from './presence';

/** Registers every command of the manifest. What they do is loaded when the first of them is used. */
export function registerCommands(services: Services): vscode.Disposable {
  let handlers: Promise<Handlers> | undefined;
  const loaded = (): Promise<Handlers> =>
    (handlers ??= import('./allHandlers').then(({ allHandlers }) => allHandlers(services)));
  const handlerOf =
    (name: CommandName): Handler =>
    async (argument, selected) =>
      (await loaded())[name](argument, selected);
  const registrations = commandEntries().map(([name, { title }]) =>
    vscode.commands.registerCommand(
      commandId(name),
      tellingFailures(handlerOf(name), vscode.l10n.t(title), services.log),
    ),
  );
  return vscode.Disposable.from(trackPresence(services), ...registrations);
}
