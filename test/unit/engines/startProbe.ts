/** A program of its own: starts the engine `auto` with the engine folder that its argument names, and prints what it got. */
import { startEngine } from '../../../src/trainer/engines/start';

const [, , engine = ''] = process.argv;

startEngine('auto', 1, { dependency: undefined, engine })
  .then(async (started) => {
    const second = await startEngine('cpu').catch(String);
    process.stdout.write(`\n${JSON.stringify({ ...started, second })}\n`);
  })
  .catch((thrown: unknown) => {
    process.stderr.write(String(thrown));
    process.exitCode = 1;
  });
