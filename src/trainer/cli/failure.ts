import { CommanderError } from 'commander';
import { formatPosition, messageOf, UserError } from '../../common/errors';
import { exitCodes, type ExitCode } from '../exitCodes';
import { writeJson, type Session } from './session';
import { visibleText } from '../../common/text';
import { visibleLines } from './text/columns';

function showUserError(session: Session, { message, mend, position }: UserError): void {
  const { errorStyle, writeError } = session.terminal;
  const placeIsTold = position === undefined || message.includes(position.file);
  const where = placeIsTold ? '' : `${visibleText(formatPosition(position))}  `;
  const shown = visibleLines(message);
  writeError(`${where}${shown.includes('\n') ? shown : errorStyle.bad(shown)}\n`);
  if (mend !== undefined) writeError(`  ${visibleLines(mend)}\n`);
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function showUnexpected(session: Session, thrown: unknown): void {
  const { errorStyle, writeError } = session.terminal;
  writeError(`${errorStyle.bad(`Unexpected error: ${visibleText(firstLine(messageOf(thrown)))}`)}\n`);
  if (session.log !== null) writeError(`  The log is at ${visibleText(session.log)}\n`);
  if (session.stacks === 'hidden') {
    writeError('  Run it again with --verbose for the stack.\n');
  } else if (thrown instanceof Error && thrown.stack !== undefined) {
    writeError(`${visibleLines(thrown.stack)}\n`);
  }
}

/** Tells what was thrown, to people on the error output and to programs as `{"error": …}`, and gives the exit code. */
export function reportFailure(session: Session, thrown: unknown): ExitCode {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exitCodes.done;
    if (session.format === 'json') {
      writeJson(session, {
        error: { message: thrown.message.replace(/^error: /, ''), exitCode: exitCodes.badInput },
      });
    }
    return exitCodes.badInput;
  }
  const exitCode = thrown instanceof UserError ? exitCodes.badInput : exitCodes.failed;
  if (session.format === 'json') {
    const { mend, position } = thrown instanceof UserError ? thrown : {};
    const diagnostics =
      thrown instanceof UserError && 'diagnostics' in thrown ? thrown.diagnostics : undefined;
    writeJson(session, { error: { message: messageOf(thrown), mend, position, diagnostics, exitCode } });
  }
  if (thrown instanceof UserError) showUserError(session, thrown);
  else showUnexpected(session, thrown);
  return exitCode;
}
