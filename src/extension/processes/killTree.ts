import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { processStartToken } from '../../runs';

/** A process that can be told from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The operating system's word for when it started; null where that can't be had. */
  readonly startToken: string | null;
}

interface Kinship {
  readonly pid: number;
  readonly parent: number;
}

const run = promisify(execFile);

/**
 * Ends a process at once, with everything that it has started. Never with a signal that can be handled: one that arrives
 * within a matrix product of the native engine corrupts its memory.
 *
 * @returns false when the process is not the one that is meant, or that can't be told; nothing is killed then
 */
export async function killTree({ pid, startToken }: ProcessIdentity): Promise<boolean> {
  const isTheOne = (): boolean => startToken !== null && processStartToken(pid) === startToken;
  if (!isTheOne()) return false;
  if (process.platform === 'win32') {
    await run('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(() => undefined);
    return true;
  }
  const descendants = (await descendantsOf(pid)).map((descendant) => ({
    pid: descendant,
    startToken: processStartToken(descendant),
  }));
  // The look-up took a while.
  if (!isTheOne()) return false;
  kill(-pid);
  kill(pid);
  for (const descendant of descendants) {
    if (descendant.startToken !== null && processStartToken(descendant.pid) === descendant.startToken) {
      kill(descendant.pid);
    }
  }
  return true;
}

/** @param target a pid, or a process group as its negative */
function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // It has ended by itself, or leads no group.
  }
}

/** Descendants that lead groups of their own are not in the group of their ancestor. */
async function descendantsOf(ancestor: number): Promise<number[]> {
  const kinships = await allProcesses();
  const found = [ancestor];
  for (const known of found) {
    found.push(...kinships.filter(({ parent }) => parent === known).map(({ pid }) => pid));
  }
  return found.slice(1);
}

async function allProcesses(): Promise<Kinship[]> {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']).catch(() => ({ stdout: '' }));
    return stdout.split('\n').flatMap((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return pid === undefined || parent === undefined ? [] : [{ pid, parent }];
    });
  }
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name): Promise<Kinship[]> => {
      const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
      const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      return parent === undefined ? [] : [{ pid: Number(name), parent: Number(parent) }];
    }),
  );
  return found.flat();
}
