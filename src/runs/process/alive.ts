import os from 'node:os';
import type { ProcessFile } from '../../protocol/record';
import { errorCode } from '../files/diskErrors';
import { lookUpProcess } from './processTable';

/** The operating system's word for when a process started; null when it can't be had, or there is no such process. */
export function processStartToken(pid: number): string | null {
  return lookUpProcess(pid)?.startToken ?? null;
}

/** What `process.json` says of the process that calls this. */
export function describeThisProcess(controlAddress: string): ProcessFile {
  return {
    pid: process.pid,
    startToken: processStartToken(process.pid),
    host: os.hostname(),
    controlAddress,
    startedAt: Date.now(),
  };
}

/** Whether any process has this pid. One that belongs to somebody else may not be signalled, but it is there. */
function exists(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Elsewhere than on Linux a look-up starts a program; an answer is then trusted for a while as long as the pid exists. */
const TRUSTED_MILLISECONDS = process.platform === 'linux' ? 0 : 15_000;
const confirmed = new Map<string, number>();

/**
 * Whether the very process of a `process.json` is still running on this computer: not a zombie, and no other process that
 * got its pid since. Without a start token, its pid alone decides.
 */
export function isProcessAlive(processFile: ProcessFile): boolean {
  const { pid, startToken } = processFile;
  if (!exists(pid)) return false;
  const key = `${pid}:${startToken ?? ''}`;
  if (Date.now() - (confirmed.get(key) ?? -Infinity) < TRUSTED_MILLISECONDS) return true;
  const entry = lookUpProcess(pid);
  const alive = entry === null || (!entry.zombie && (startToken === null || entry.startToken === startToken));
  if (alive) confirmed.set(key, Date.now());
  else confirmed.delete(key);
  return alive;
}

/** Six heartbeats. */
const SILENCE_MILLISECONDS = 30_000;

/**
 * Whether a run that has not ended is being worked on. On this computer its process tells; for one of another computer (or
 * without a readable `process.json`) all there is to go by is when the last event was written.
 *
 * @param lastEventTime milliseconds since 1970
 */
export function isRunAlive(processFile: ProcessFile | undefined, lastEventTime: number | undefined): boolean {
  if (processFile?.host === os.hostname()) return isProcessAlive(processFile);
  return lastEventTime !== undefined && Math.abs(Date.now() - lastEventTime) < SILENCE_MILLISECONDS;
}
