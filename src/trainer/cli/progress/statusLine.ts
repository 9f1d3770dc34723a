import { truncate, visibleText } from '../../../common/text';
import type { Session } from '../session';
import { eraseSequence } from './redraw';

/** A line that says what is being waited for, and goes when that is there. Only on terminals. */
export interface StatusLine {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

const silent: StatusLine = { show: () => undefined, clear: () => undefined };

export function statusLine({ terminal, format }: Session): StatusLine {
  if (!terminal.interactive || format === 'json') return silent;
  let drawn: string | null = null;
  const replace = (line: string | null): void => {
    terminal.write(eraseSequence(drawn, terminal.columns) + (line ?? ''));
    drawn = line;
  };
  return {
    show: (text) => {
      replace(truncate(visibleText(text), terminal.columns - 1));
    },
    clear: () => {
      replace(null);
    },
  };
}
