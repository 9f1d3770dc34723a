import { ControlServer } from '../../../src/trainer/control/server';

/** A program for the test of the channel to a parent: a trainer that does nothing but obey. */
async function main(): Promise<void> {
  const server = await ControlServer.listen(process.argv[2] ?? '', (command) => {
    if (command === 'stop') void server.close();
    return Promise.resolve(command === 'stop' ? 'stopping' : 'running');
  });
  process.send?.('listening');
}

void main();
