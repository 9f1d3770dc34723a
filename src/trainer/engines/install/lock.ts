import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** The holder renews its lock this often; one that wasn't renewed for so long is nobody's. */
const RENEWED_MILLISECONDS = 5000;
const STALE_MILLISECONDS = 60_000;
const RETRY_MILLISECONDS = 500;

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Does work while no other process that asks for the same lock does. The lock of a process that is gone is taken over.
 *
 * @param path the lock's file
 * @param onWait called once if another process has it, with the number of that process
 */
export async function withLock<T>(
  path: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: (pid: number) => void },
  work: () => Promise<T>,
): Promise<T> {
  const id = randomUUID();
  let waiting = false;
  while (!take(path, { id, pid: process.pid, host: hostname() })) {
    const holder = readHolder(path);
    if (isStale(path, holder)) {
      removeIfStill(path, holder);
      continue;
    }
    if (!waiting) onWait(holder?.pid ?? 0);
    waiting = true;
    await wait(RETRY_MILLISECONDS, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  }
  const renewal = setInterval(() => {
    if (readHolder(path)?.id === id) renew(path);
  }, RENEWED_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    if (readHolder(path)?.id === id) rmSync(path, { force: true });
  }
}

/** The file appears with its content or not at all: written aside, then linked to its name, which fails if that is taken. */
function take(path: string, holder: Holder): boolean {
  const aside = `${path}.${holder.id}`;
  writeFileSync(aside, JSON.stringify(holder));
  try {
    linkSync(aside, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  } finally {
    rmSync(aside, { force: true });
  }
}

function renew(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It was taken over just now; whoever has it waits no longer.
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isStale(path: string, holder: Holder | undefined): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return false;
  if (Date.now() - file.mtimeMs > STALE_MILLISECONDS) return true;
  return holder?.host === hostname() && !isRunning(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Another process may have taken the lock over since we looked: then it is put back. */
function removeIfStill(path: string, holder: Holder | undefined): void {
  const aside = `${path}.stale.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readHolder(aside)?.id !== holder?.id) linkSync(aside, path);
  } catch {
    // A third process has the lock by now; the one that lost it finds that out when it is done.
  } finally {
    rmSync(aside, { force: true });
  }
}
