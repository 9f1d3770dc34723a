import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Person } from './person';

/** Errors of the extension that the extension host's own log tells. */
export function complaintsOfHost(person: Person): string[] {
  const found = execFileSync(
    'sh',
    [
      '-c',
      `grep -rhE '\\[error\\].*distillery' "$1" || true`,
      '-',
      path.join(person.scratch, 'server', 'data', 'logs'),
    ],
    { encoding: 'utf8' },
  );
  return found.split('\n').filter((line) => line !== '');
}
