import type { ExitCode } from '../exitCodes';
import type { Terminal } from './terminal';

export type OutputFormat = 'text' | 'json';

/** One call of the command line. */
export interface Session {
  readonly terminal: Terminal;
  readonly format: OutputFormat;
  /** Whether unexpected errors are shown with their stack. */
  readonly stacks: 'shown' | 'hidden';
  /** Relative paths start here. */
  readonly workingFolder: string;
  exitCode: ExitCode;
  /** Where an unexpected error is told in full; known once a run has begun. */
  log: string | null;
}

/** Writes one JSON document on a line of its own. */
export function writeJson(session: Session, document: unknown): void {
  session.terminal.write(`${JSON.stringify(document)}\n`);
}

export function writeLines(session: Session, lines: readonly string[]): void {
  session.terminal.write(lines.map((line) => `${line}\n`).join(''));
}
