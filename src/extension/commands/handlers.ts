import type { CommandName } from '../contributions';

/** Does what a command says. VS Code hands over whatever it was called with. */
export type Handler = (argument?: unknown, selected?: unknown) => unknown;

/** A handler for each of the commands named. */
export type Handlers<Name extends CommandName = CommandName> = Readonly<Record<Name, Handler>>;
