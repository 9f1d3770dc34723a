import type { WriteStream } from 'node:tty';
import { coloured, uncoloured, type Style } from './text/style';

/** Where a command writes, and what that place can show. */
export interface Terminal {
  /** Whether a person watches: lines can be redrawn in place. */
  readonly interactive: boolean;
  /** The width now; it changes when the window does. */
  readonly columns: number;
  readonly style: Style;
  readonly errorStyle: Style;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** Of output that goes to a file or a pipe, where nothing wraps. */
export const UNLIMITED_COLUMNS = 1000;

function styleOf(stream: WriteStream, environment: NodeJS.ProcessEnv): Style {
  const refused = environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '';
  return stream.isTTY && !refused && stream.hasColors() ? coloured : uncoloured;
}

/**
 * Writes to a stream until its reader goes away. A closed pipe (`distillery runs | head -1`, an editor that died while
 * its trainer goes on) ends the output, not the work.
 */
function writerOf(stream: WriteStream): (text: string) => void {
  let open = true;
  stream.on('error', () => {
    open = false;
  });
  return (text) => {
    if (open) stream.write(text);
  };
}

/** The terminal, file or pipe that this process was started with. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    interactive: stdout.isTTY && env['TERM'] !== 'dumb',
    get columns() {
      return stdout.isTTY && stdout.columns > 0 ? stdout.columns : UNLIMITED_COLUMNS;
    },
    style: styleOf(stdout, env),
    errorStyle: styleOf(stderr, env),
    write: writerOf(stdout),
    writeError: writerOf(stderr),
  };
}
