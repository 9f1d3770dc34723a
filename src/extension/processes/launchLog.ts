import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../../experiment';
import { distilleryFolder, RunFolder } from '../../runs';
import type { RunRequest } from './types';

const TAIL_BYTES = 64 * 1024;
const TOLD_LINES = 20;

/** What the trainer tells as `{"error": …}` when it ends without a result. */
export interface ToldError {
  readonly message: string;
  readonly mend?: string | undefined;
  readonly diagnostics?: readonly Diagnostic[] | undefined;
}

const begun = z.union([
  z.object({ type: z.literal('run-started'), run: z.string() }),
  z.object({ type: z.literal('run-resumed') }),
]);

const told = z.object({
  error: z.object({
    message: z.string(),
    mend: z.string().optional(),
    diagnostics: z.custom<readonly Diagnostic[]>(Array.isArray).optional(),
  }),
});

/**
 * What a trainer prints, in a file: its events and errors as lines of JSON, and whatever else its libraries print. A file,
 * not a pipe, so that neither the trainer nor what it says is lost when the window goes.
 */
export class LaunchLog {
  private offset = 0;
  private unfinished = '';

  constructor(readonly file: string) {}

  /** The run's folder once the run has begun; looks at what was added since the last call. */
  async runFolder(request: RunRequest): Promise<RunFolder | undefined> {
    for (const line of await this.newLines()) {
      const event = begun.safeParse(jsonOf(line)).data;
      if (event === undefined) continue;
      if (request.kind === 'resume') return request.folder;
      if (event.type === 'run-started') return runFolderOf(request.experimentFile, event.run);
    }
    return undefined;
  }

  /** The error that the trainer ended with, if it told one. */
  async error(): Promise<ToldError | undefined> {
    const lines = await this.lastLines();
    return lines
      .map((line) => told.safeParse(jsonOf(line)).data?.error)
      .findLast((error) => error !== undefined);
  }

  /** The end of what was printed for people. */
  async tail(): Promise<string> {
    const lines = await this.lastLines();
    return lines
      .filter((line) => line.trim() !== '' && jsonOf(line) === undefined)
      .slice(-TOLD_LINES)
      .join('\n');
  }

  private async newLines(): Promise<string[]> {
    const text = await readFrom(this.file, this.offset);
    this.offset += text.length;
    const lines = (this.unfinished + text.toString('utf8')).split('\n');
    this.unfinished = lines.pop() ?? '';
    return lines;
  }

  private async lastLines(): Promise<string[]> {
    const { size } = await stat(this.file).catch(() => ({ size: 0 }));
    const text = await readFrom(this.file, Math.max(0, size - TAIL_BYTES));
    return text.toString('utf8').split(/\r?\n/);
  }
}

/** The folder of a new run; the id comes from a file, and names nothing but a folder. */
function runFolderOf(experimentFile: string, id: string): RunFolder {
  return RunFolder.of(distilleryFolder(experimentFile), path.basename(id));
}

/** Undefined for what is no JSON object. */
function jsonOf(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Empty when the file can't be read. */
async function readFrom(file: string, offset: number): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.max(0, size - offset));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return Buffer.alloc(0);
  }
}
