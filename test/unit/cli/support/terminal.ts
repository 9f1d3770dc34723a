import { coloured, uncoloured } from '../../../../src/trainer/cli/text/style';
import type { Terminal } from '../../../../src/trainer/cli/terminal';

export interface RecordedTerminal extends Terminal {
  columns: number;
  readonly output: () => string;
  readonly errors: () => string;
}

export interface RecordedTerminalOptions {
  readonly interactive?: boolean;
  readonly columns?: number;
  readonly colour?: boolean;
}

/** A terminal that keeps what it is told. */
export function recordedTerminal(options: RecordedTerminalOptions = {}): RecordedTerminal {
  const output: string[] = [];
  const errors: string[] = [];
  const style = options.colour === true ? coloured : uncoloured;
  return {
    interactive: options.interactive ?? false,
    columns: options.columns ?? 100,
    style,
    errorStyle: style,
    write: (text) => output.push(text),
    writeError: (text) => errors.push(text),
    output: () => output.join(''),
    errors: () => errors.join(''),
  };
}
