/**
 * A program of its own: starts the engine that its first argument names and prints how fast that multiplies matrices, as
 * JSON. `measureEngine` runs it.
 */
import { messageOf } from '../../common/errors';
import { measureMatmulRate } from '../../engine/backends/matmulRate';
import { engineName } from '../../experiment/schema/experiment';
import { startEngine } from './start';

async function probe(): Promise<void> {
  const [, , name, threads] = process.argv;
  const { engine } = await startEngine(
    engineName.parse(name),
    threads === undefined ? undefined : Number(threads),
  );
  process.stdout.write(`\n${JSON.stringify({ engine, gigaflops: await measureMatmulRate() })}\n`);
}

probe().catch((thrown: unknown) => {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 1;
});
