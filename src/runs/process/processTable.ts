import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** What the operating system knows about a process that exists. */
export interface ProcessEntry {
  /** Dead, only waiting for its parent to take note. */
  readonly zombie: boolean;
  /** Differs between two processes that had the same pid. */
  readonly startToken: string;
}

const COMMAND_TIMEOUT_MILLISECONDS = 10_000;
const STATE_FIELD = 3;
const START_TIME_FIELD = 22;

/** `/proc/<pid>/stat` of Linux: the start time in clock ticks since the boot. The command, in parentheses, may hold anything. */
export function parseProcStat(stat: string, bootId: string): ProcessEntry | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): string | undefined => fields[number - STATE_FIELD];
  const state = field(STATE_FIELD);
  const startTime = field(START_TIME_FIELD);
  if (!stat.includes(')') || state === undefined || !/^\d+$/.test(startTime ?? '')) return null;
  return { zombie: 'ZXx'.includes(state), startToken: `${bootId.trim()}:${startTime ?? ''}` };
}

/** One line of `ps -o stat=,lstart=`: "Ss   Tue Nov 24 08:47:02 2026". */
export function parsePs(output: string): ProcessEntry | null {
  const [, state, start] = /^\s*(\S+)\s+(\S.*\S)\s*$/.exec(output) ?? [];
  if (state === undefined || start === undefined) return null;
  return { zombie: state.startsWith('Z'), startToken: start.replace(/\s+/g, ' ') };
}

/** The start as a Windows file time: 100 ns since 1601. */
export function parseFileTime(output: string): ProcessEntry | null {
  const time = output.trim();
  return /^\d+$/.test(time) ? { zombie: false, startToken: time } : null;
}

function outputOf(command: string, commandArguments: readonly string[]): string {
  const { stdout, status } = spawnSync(command, commandArguments, {
    encoding: 'utf8',
    timeout: COMMAND_TIMEOUT_MILLISECONDS,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return status === 0 ? stdout : '';
}

function readProc(pid: number): ProcessEntry | null {
  try {
    const bootId = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    return parseProcStat(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'), bootId);
  } catch {
    return null;
  }
}

/** Looks a process up; null when it does not exist, or the system does not tell. Takes up to a second on Windows. */
export function lookUpProcess(pid: number): ProcessEntry | null {
  if (process.platform === 'linux' || process.platform === 'android') return readProc(pid);
  if (process.platform === 'win32') {
    const command = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
    return parseFileTime(outputOf('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command]));
  }
  return parsePs(outputOf('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]));
}
