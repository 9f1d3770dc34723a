import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommandLine } from '../../../../src/trainer/cli/program';
import { recordedTerminal, type RecordedTerminalOptions } from './terminal';

export interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export interface CallOptions extends RecordedTerminalOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a call of the command line came to, in this process. */
export async function call(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  const terminal = recordedTerminal(options);
  const exitCode = await runCommandLine(args, {
    terminal,
    workingFolder: options.folder ?? tmpdir(),
    environment: options.environment ?? {},
  });
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

/** A new folder for each test of a suite, removed after it. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'distillery-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
