import { extname, join } from 'node:path';
import type { EngineDescription } from '../../protocol/record';
import { runCommand } from './command';

const MEASURING_SECONDS = 120;

/** How fast an engine is on this machine. */
export interface EngineSpeed {
  readonly engine: EngineDescription;
  /** Billions of floating-point operations a second in the product of two 512×512 matrices. */
  readonly gigaflops: number;
}

export interface MeasuringOptions {
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** What Node is started with; by default what this process was started with. */
  readonly nodeArguments?: readonly string[];
}

/**
 * Measures an engine in a process of its own, so that engines don't mix: two seconds or so for each.
 *
 * @throws CommandError if the engine does not start
 */
export async function measureEngine(
  name: EngineDescription['name'],
  { threads, signal, nodeArguments = process.execArgv }: MeasuringOptions = {},
): Promise<EngineSpeed> {
  const program = join(__dirname, `engineProbe${extname(__filename)}`);
  const arguments_ = [...nodeArguments, program, name, ...(threads === undefined ? [] : [String(threads)])];
  const output = await runCommand(process.execPath, arguments_, {
    environment: { ELECTRON_RUN_AS_NODE: '1' },
    timeoutSeconds: MEASURING_SECONDS,
    ...(signal === undefined ? {} : { signal }),
  });
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as EngineSpeed;
}
