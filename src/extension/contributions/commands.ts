import { experimentCommands } from './experimentCommands';
import { runCommands } from './runCommands';
import type { CommandContribution } from './types';
import { viewCommands } from './viewCommands';

/** Every command of the extension, by the part of its id after "distillery.". */
export const commandTable = { ...experimentCommands, ...runCommands, ...viewCommands } as const;

export type CommandName = keyof typeof commandTable;
export type CommandId = `distillery.${CommandName}`;

/** The id by which VS Code knows a command. */
export function commandId<Name extends CommandName>(name: Name): `distillery.${Name}` {
  return `distillery.${name}`;
}

export function commandEntries(): [name: CommandName, command: CommandContribution][] {
  return Object.entries(commandTable) as [CommandName, CommandContribution][];
}
