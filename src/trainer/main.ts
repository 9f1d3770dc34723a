import { runCommandLine } from './cli/program';
import { processTerminal } from './cli/terminal';

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

async function main(): Promise<void> {
  const exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: processTerminal(),
    workingFolder: process.cwd(),
    environment: process.env,
  });
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit(exitCode);
}

void main();
