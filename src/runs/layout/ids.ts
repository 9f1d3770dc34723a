import { randomBytes } from 'node:crypto';

const MAXIMUM_NAME_LENGTH = 40;

/** The name in lower-case ASCII letters, digits and hyphens, fit for a path on every system. */
function pathName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAXIMUM_NAME_LENGTH)
    .replace(/^-|-$/g, '');
  return plain === '' ? 'run' : plain;
}

/**
 * A new run's id, such as `20261124-084702-123-mnist-7f3a`: the time in UTC to the millisecond, the name, and four random
 * hexadecimal digits. Ids sort, as text, by time.
 */
export function createRunId(name: string, now: Date): string {
  const [day, time] = now.toISOString().split('T') as [string, string];
  const [clock, milliseconds] = time.replace('Z', '').split('.') as [string, string];
  const stamp = `${day.replaceAll('-', '')}-${clock.replaceAll(':', '')}-${milliseconds}`;
  return `${stamp}-${pathName(name)}-${randomBytes(2).toString('hex')}`;
}
