import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutEngineNotices } from '../../../src/common/engineNotices';
import type { ComputingMessage, ComputingOrder } from '../../../src/protocol/computing';
import { isProcessAlive, readRun, RunFolder, sendControl } from '../../../src/runs';
import { computingProcess, smallExperiment, TrainerFolder, trainerProgram } from './trainerProcess';

/** A computing process as an editor starts it: it outlives its parent, and the record tells all that happens. */
class Computing {
  readonly child: ChildProcess;
  private readonly messages: ComputingMessage[] = [];

  constructor(
    private readonly folder: TrainerFolder,
    changes: Partial<ComputingOrder> = {},
  ) {
    const order: ComputingOrder = {
      task: { type: 'run', experimentFile: folder.experimentFile, overrides: [], cache: 'ignore' },
      withoutParent: 'go-on',
      events: 'record-only',
      ...changes,
    };
    const output = openSync(this.outputFile, 'a');
    this.child = fork(trainerProgram, ['compute', JSON.stringify(order)], {
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
      execArgv: [],
    });
    closeSync(output);
    this.child.on('message', (message) => this.messages.push(message as ComputingMessage));
  }

  get outputFile(): string {
    return path.join(this.folder.path, 'output.txt');
  }

  async message<Found extends ComputingMessage>(
    matches: (message: ComputingMessage) => message is Found,
  ): Promise<Found> {
    for (;;) {
      const found = this.messages.find(matches);
      if (found) return found;
      await once(this.child, 'message');
    }
  }

  async started(): Promise<RunFolder> {
    const { folder } = await this.message(
      (message): message is Extract<ComputingMessage, { type: 'started' }> =>
        'type' in message && message.type === 'started',
    );
    return new RunFolder(folder);
  }

  /** Its exit code, and all that it said until then. */
  async ended(): Promise<{
    readonly exitCode: number | null;
    readonly messages: readonly ComputingMessage[];
  }> {
    const [[exitCode]] = (await Promise.all([once(this.child, 'exit'), once(this.child, 'disconnect')])) as [
      [number | null],
      unknown,
    ];
    return { exitCode, messages: this.messages };
  }
}

describe('the computing process', () => {
  let folder: TrainerFolder;

  before(() => {
    folder = new TrainerFolder();
    folder.write(smallExperiment());
  });

  after(() => {
    folder.remove();
  });

  it('tells its parent where the record is and how the run ended; the record tells the rest', async () => {
    const computing = new Computing(folder);
    const run = await computing.started();
    assert.equal(computingProcess(run).pid, computing.child.pid);
    const { exitCode, messages } = await computing.ended();
    assert.equal(exitCode, 0);
    const record = readRun(run);
    assert.equal(record.status, 'done');
    assert.deepEqual(messages, [
      { type: 'started', folder: run.path },
      { type: 'ended', status: 'done', summary: record.report?.verdict.sentence },
    ]);
    assert.equal(withoutEngineNotices(readFileSync(computing.outputFile, 'utf8')), '');
  });

  it('obeys its parent', async () => {
    const computing = new Computing(folder, {
      task: {
        type: 'run',
        experimentFile: folder.experimentFile,
        overrides: ['training.epochs=100000'],
        cache: 'ignore',
      },
    });
    const run = await computing.started();
    computing.child.send({ id: 7, command: 'stop' });
    const { exitCode, messages } = await computing.ended();
    assert.equal(exitCode, 130);
    assert.deepEqual(messages.slice(1), [
      { id: 7, ok: true, run: run.id, state: 'stopping' },
      { type: 'ended', status: 'stopped', summary: 'It can be resumed from where it stopped.' },
    ]);
  });

  it('goes on without its parent when it is to, and can still be reached', async () => {
    const computing = new Computing(folder);
    const run = await computing.started();
    computing.child.disconnect();
    assert.ok((await sendControl(computingProcess(run).controlAddress, 'status')).ok);
    assert.deepEqual(await once(computing.child, 'exit'), [0, null]);
    assert.equal(readRun(run).status, 'done');
  });

  it('stops without its parent when it is to, with a checkpoint', async () => {
    const computing = new Computing(folder, { withoutParent: 'stop' });
    const run = await computing.started();
    computing.child.disconnect();
    assert.deepEqual(await once(computing.child, 'exit'), [130, null]);
    assert.equal(readRun(run).status, 'stopped');
    assert.ok(!isProcessAlive(computingProcess(run)));
  });

  it('tells its parent all that is wrong with the experiment', async () => {
    const own = new TrainerFolder();
    try {
      own.write({ ...smallExperiment(), seeds: [1, 1] });
      const { exitCode, messages } = await new Computing(own).ended();
      assert.equal(exitCode, 2);
      const [failed] = messages;
      assert.ok(failed && 'type' in failed && failed.type === 'failed' && failed.error.kind === 'user');
      assert.match(failed.error.diagnostics?.[0]?.message ?? '', /The seed 1 is given twice/);
      assert.equal(failed.error.diagnostics?.length, 1);
    } finally {
      own.remove();
    }
  });
});
