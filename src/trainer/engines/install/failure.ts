import { messageOf } from '../../../common/errors';
import { CommandError } from '../command';

const SHOWN_COMMAND_CHARACTERS = 100;

/** One way to obtain the native engine, and why it failed. */
export interface FailedAttempt {
  readonly tried: string;
  readonly reason: string;
}

/** The native engine can't be had: everything that was tried, and why each of it failed. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
  readonly mend =
    'Mend one of these and run "distillery engines install" again. Until then, experiments whose engine.name is "auto" ' +
    'compute with WebAssembly, several times slower.';

  constructor(readonly attempts: readonly FailedAttempt[]) {
    const lines = attempts.map(({ tried, reason }) => `  ${tried}: ${reason}`);
    super(['The native engine could not be installed.', ...lines].join('\n'));
  }
}

/** Why a step failed, on one line. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof CommandError)) return messageOf(thrown);
  if (thrown.kind === 'not found')
    return `the program ${thrown.command.split(' ', 1)[0] ?? ''} was not found`;
  const { command } = thrown;
  const shown =
    command.length > SHOWN_COMMAND_CHARACTERS ? `${command.slice(0, SHOWN_COMMAND_CHARACTERS)}…` : command;
  return `"${shown}" ${thrown.essence()}`;
}
