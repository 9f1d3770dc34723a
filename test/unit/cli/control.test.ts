import assert from 'node:assert/strict';
import type { ControlCommand, TrainerState } from '../../../src/protocol/control';
import { describeThisProcess, writeJson, type RunFolder } from '../../../src/runs';
import { ControlServer } from '../../../src/trainer/control/server';
import { call, temporaryFolder } from './support/commandLine';
import { untilStudent } from './support/events';
import { ids, writeRecord, writeRecords } from './support/records';

const folder = temporaryFolder();

/** A live run: its process is this one. */
async function live(
  run: RunFolder,
  handler: (command: ControlCommand) => Promise<TrainerState>,
  body: () => Promise<void>,
): Promise<void> {
  const server = await ControlServer.listen(run.id, handler);
  writeJson(run.process, describeThisProcess(server.address));
  try {
    await body();
  } finally {
    await server.close();
  }
}

describe('orders to a live run', () => {
  const orders = [
    ['pause', 'paused', 'is paused'],
    ['continue', 'running', 'is running'],
    ['checkpoint', 'running', 'writes a checkpoint'],
    ['stop', 'stopping', 'is stopping'],
  ] as const;

  for (const [order, state, words] of orders) {
    it(`${order} reaches its process`, async () => {
      const run = writeRecord(folder(), ids.done, untilStudent);
      const received: ControlCommand[] = [];
      const handler = (command: ControlCommand): Promise<TrainerState> => {
        received.push(command);
        return Promise.resolve(state);
      };
      await live(run, handler, async () => {
        const text = await call([order, 'latest'], { folder: folder() });
        assert.deepEqual([text.exitCode, text.output], [0, `${ids.done} ${words}\n`]);
        const json = await call([order, 'latest', '--json'], { folder: folder() });
        assert.deepEqual(JSON.parse(json.output), { run: ids.done, command: order, state });
      });
      assert.deepEqual(received, [order, order]);
    });
  }

  it('are refused when its process is gone, with the way to go on', async () => {
    writeRecords(folder());
    const crashed = await call(['stop', ids.crashed], { folder: folder() });
    assert.equal(crashed.exitCode, 2);
    assert.match(
      crashed.errors,
      new RegExp(`${ids.crashed} has no running process\n.*distillery resume ${ids.crashed}`),
    );
    assert.equal((await call(['pause', ids.stopped], { folder: folder() })).exitCode, 2);
  });
});
