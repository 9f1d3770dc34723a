/** A window as a process of its own, for tests that kill it: runs one experiment and queues another, and tells when it runs. */
import { requestFor, TestWindow, until } from './window';

async function live(storage: string, running: string, waiting: string): Promise<void> {
  const { queue } = new TestWindow(storage);
  const run = queue.add(requestFor(running));
  queue.add(requestFor(waiting));
  if (process.argv[5] !== 'at-once') await until(() => run.state === 'running');
  process.stdout.write(`${run.folder?.path ?? 'starting'}\n`);
  setInterval(() => undefined, 1000);
}

const [, , storage = '', running = '', waiting = ''] = process.argv;
void live(storage, running, waiting);
