import { processTerminal } from './cli/terminal';
import type { ExitCode } from './exitCodes';

/** Resolves when the stream's reader has everything, or has gone. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) {
      resolve();
      return;
    }
    stream.once('error', () => {
      resolve();
    });
    stream.write('', () => {
      resolve();
    });
  });
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const [command, order = ''] = words;
  if (command === 'compute') return (await import('./computing/compute')).compute(order);
  const { runCommandLine } = await import('./cli/program');
  return runCommandLine(words, {
    terminal: processTerminal(),
    workingFolder: process.cwd(),
    environment: process.env,
  });
}

async function main(): Promise<void> {
  const exitCode = await run(process.argv.slice(2));
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(exitCode);
}

void main();
