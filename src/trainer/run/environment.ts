import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import type { EngineDescription, Environment } from '../../protocol/record';
import { distilleryVersion } from '../version';

const execute = promisify(execFile);

/** What this run's numbers depend on besides its experiment. No process that it starts is left when it returns. */
export async function describeEnvironment(folder: string, engine: EngineDescription): Promise<Environment> {
  const processors = os.cpus();
  const git = await describeRepository(folder);
  return {
    distillery: distilleryVersion,
    node: process.version,
    platform: `${os.type()} ${os.release()} ${process.arch}`,
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: os.totalmem(),
    engine,
    ...(git && { git }),
  };
}

async function describeRepository(folder: string): Promise<Environment['git']> {
  try {
    const git = async (...words: string[]): Promise<string> => {
      const { stdout } = await execute('git', words, { cwd: folder, timeout: 5000, windowsHide: true });
      return stdout.trim();
    };
    const commit = await git('rev-parse', 'HEAD');
    const changes = await git('status', '--porcelain', '--untracked-files=no');
    return { commit, dirty: changes !== '' };
  } catch {
    return undefined;
  }
}
