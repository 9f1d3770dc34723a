import { messageOf, UserError } from '../../common/errors';
import type { ComputingError } from '../../protocol/computing';
import { InvalidExperiment } from '../run/invalidExperiment';

/** What was thrown in the computing process, as it is sent to its parent. */
export function describeFailure(thrown: unknown): ComputingError {
  if (thrown instanceof UserError) {
    const { message, mend, position } = thrown;
    return {
      kind: 'user',
      message,
      ...(mend !== undefined && { mend }),
      ...(position !== undefined && { position }),
      ...(thrown instanceof InvalidExperiment && { diagnostics: thrown.diagnostics }),
    };
  }
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return { kind: 'unexpected', message: messageOf(thrown), ...(stack !== undefined && { stack }) };
}

/** The same, to be thrown in the parent. */
export function reviveFailure(error: ComputingError): Error {
  if (error.kind === 'user') {
    const { message, mend, position, diagnostics } = error;
    return diagnostics === undefined
      ? new UserError(message, mend, position)
      : new InvalidExperiment(diagnostics);
  }
  const revived = new Error(error.message);
  if (error.stack !== undefined) revived.stack = error.stack;
  return revived;
}
