import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { UserError } from '../../../src/common/errors';
import type { ControlCommand, ControlReply, TrainerState } from '../../../src/protocol/control';
import { controlAddress, sendControl } from '../../../src/runs';
import { type ControlHandler, ControlServer } from '../../../src/trainer/control/server';

const isWindows = process.platform === 'win32';

function isUserError(pattern: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof UserError && pattern.test(error.message);
}

/** Sends bytes as they are; resolves with all that comes back until the server hangs up. */
async function exchange(address: string, request: string | Buffer): Promise<string> {
  const socket = net.connect(address);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.end(request);
  await once(socket, 'close');
  return answer;
}

function repliesIn(answer: string): ControlReply[] {
  return answer
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ControlReply);
}

describe('the control channel', () => {
  let runId: string;
  let servers: ControlServer[];
  const listen = async (handler: ControlHandler): Promise<ControlServer> => {
    const server = await ControlServer.listen(runId, handler);
    servers.push(server);
    return server;
  };
  const running: ControlHandler = () => Promise.resolve('running');

  beforeEach(() => {
    runId = `test-${randomBytes(6).toString('hex')}`;
    servers = [];
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });

  it('carries every command to the trainer and its state back', async () => {
    const states: Record<ControlCommand, TrainerState> = {
      pause: 'paused',
      continue: 'running',
      stop: 'stopping',
      checkpoint: 'running',
      status: 'paused',
    };
    const received: ControlCommand[] = [];
    const { address } = await listen((command) => {
      received.push(command);
      return Promise.resolve(states[command]);
    });
    for (const command of Object.keys(states) as ControlCommand[]) {
      const reply = await sendControl(address, command);
      assert.deepEqual(reply, { id: 1, ok: true, run: runId, state: states[command] });
    }
    assert.deepEqual(received, Object.keys(states));
  });

  it('carries a refusal', async () => {
    const { address } = await listen(() => Promise.reject(new Error('There is nothing to pause.')));
    const reply = await sendControl(address, 'pause');
    assert.deepEqual(reply, { id: 1, ok: false, error: 'There is nothing to pause.' });
  });

  it('answers several requests of one client, each with its id, whatever the pieces they come in', async () => {
    const { address } = await listen(running);
    const request = '{"id":7,"command":"status"}\n{"id":8,"command":"pause"}\n';
    const socket = net.connect(address);
    let answer = '';
    for (const byte of Buffer.from(request)) socket.write(Buffer.of(byte));
    while (answer.split('\n').length < 3) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      answer += chunk.toString();
    }
    socket.destroy();
    assert.deepEqual(
      repliesIn(answer).map(({ id, ok }) => [id, ok]),
      [
        [7, true],
        [8, true],
      ],
    );
  });

  it('refuses what is no request, and goes on', async () => {
    let calls = 0;
    const { address } = await listen(() => {
      calls++;
      return Promise.resolve('running');
    });
    const refused = [
      'garbage',
      '{}',
      'null',
      '{"id":5,"command":"explode"}',
      '{"id":"1","command":"stop"}',
      '\u0000',
    ];
    const socket = net.connect(address);
    let answer = '';
    socket.write(refused.map((line) => `${line}\n`).join(''));
    while (answer.split('\n').length <= refused.length) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      answer += chunk.toString();
    }
    socket.destroy();
    const replies = repliesIn(answer);
    assert.deepEqual(
      replies.map(({ id }) => id),
      [-1, -1, -1, 5, -1, -1],
    );
    assert.ok(replies.every(({ ok }) => !ok));
    assert.equal(calls, 0);
    assert.equal((await sendControl(address, 'status')).ok, true);
  });

  it('hangs up on a line without end', async () => {
    const { address } = await listen(running);
    for (const ending of ['', '\n']) {
      const [reply] = repliesIn(await exchange(address, 'x'.repeat(70_000) + ending));
      assert.ok(reply && !reply.ok && reply.error.includes('too long'));
    }
    assert.equal((await sendControl(address, 'status')).ok, true);
  });

  it('survives clients that vanish', async () => {
    let answer: (state: TrainerState) => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      void listen((command) => {
        if (command === 'status') return Promise.resolve('running');
        resolve();
        return new Promise((settle) => {
          answer = settle;
        });
      });
    });
    const address = controlAddress(runId);
    while (servers.length === 0) await new Promise(setImmediate);
    const socket = net.connect(address);
    socket.write('{"id":1,"command":"pause"}\n');
    await asked;
    socket.destroy();
    await once(socket, 'close');
    answer('paused');
    assert.equal((await sendControl(address, 'status')).ok, true);
  });

  it('answers what was asked before it closes, and removes its socket', async () => {
    let answer: (state: TrainerState) => void = () => undefined;
    let reached: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const server = await listen(() => {
      reached();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const reply = sendControl(server.address, 'stop');
    await asked;
    const closed = server.close();
    answer('stopping');
    assert.deepEqual(await reply, { id: 1, ok: true, run: runId, state: 'stopping' });
    await closed;
    servers = [];
    if (!isWindows) assert.ok(!fs.existsSync(server.address));
    await assert.rejects(sendControl(server.address, 'status'), isUserError(/No process is training/));
    assert.equal(process.listenerCount('message'), 0);
  });

  it('is not kept open by a client that does not hang up', async () => {
    const server = await listen(running);
    const socket = net.connect({ path: server.address, allowHalfOpen: true });
    await once(socket, 'connect');
    await server.close();
    servers = [];
    socket.destroy();
  });

  it('has one trainer a run', async () => {
    await listen(running);
    await assert.rejects(listen(running), isUserError(new RegExp(`already|${runId}`)));
    assert.equal((await sendControl(controlAddress(runId), 'status')).ok, true);
  });

  it('takes the place of a socket that a killed process left', async function () {
    if (isWindows) this.skip();
    const address = controlAddress(runId);
    const script = `require('net').createServer().listen(${JSON.stringify(address)}, () => console.log('up'))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(fs.existsSync(address));
    await assert.rejects(sendControl(address, 'status'), isUserError(/No process is training/));
    await listen(running);
    assert.equal((await sendControl(address, 'status')).ok, true);
  });

  it('has an address that fits every system, for this user only', function () {
    if (isWindows) {
      assert.match(controlAddress('a'), /^\\\\\.\\pipe\\distillery-[0-9a-f]+$/);
      return;
    }
    const { TMPDIR: original } = process.env;
    const long = path.join(os.tmpdir(), 'x'.repeat(100));
    try {
      for (const folder of [os.tmpdir(), long]) {
        process.env['TMPDIR'] = folder;
        const address = controlAddress('20261124-084702-123-a-name-that-is-rather-long-7f3a');
        assert.ok(Buffer.byteLength(address) <= 103, address);
        const stats = fs.statSync(path.dirname(address));
        assert.equal(stats.mode & 0o777, 0o700);
        assert.equal(stats.uid, process.getuid?.());
      }
    } finally {
      if (original === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = original;
    }
    assert.equal(controlAddress('a'), controlAddress('a'));
    assert.notEqual(controlAddress('a'), controlAddress('b'));
  });

  it('does not trust a folder that anybody could have made', function () {
    if (isWindows) this.skip();
    const { TMPDIR: original } = process.env;
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
    try {
      process.env['TMPDIR'] = temporary;
      fs.mkdirSync(path.join(temporary, 'elsewhere'));
      const folder = path.join(temporary, `distillery-${process.getuid?.() ?? ''}`);
      fs.symlinkSync(path.join(temporary, 'elsewhere'), folder);
      assert.throws(() => controlAddress('a'), isUserError(/somebody else's/));
      fs.unlinkSync(folder);
      fs.mkdirSync(folder, { mode: 0o755 });
      fs.chmodSync(folder, 0o755);
      controlAddress('a');
      assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
    } finally {
      if (original === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = original;
      fs.rmSync(temporary, { recursive: true });
    }
  });

  describe('of a client', () => {
    const strangers: net.Server[] = [];
    const listenAsStranger = async (onConnection: (socket: net.Socket) => void): Promise<string> => {
      const server = net.createServer((socket) => {
        socket.on('error', () => undefined);
        onConnection(socket);
      });
      strangers.push(server);
      const address = controlAddress(runId);
      server.listen(address);
      await once(server, 'listening');
      return address;
    };
    afterEach(() => {
      for (const server of strangers.splice(0)) server.close();
    });

    it('gives up when no answer comes', async () => {
      const address = await listenAsStranger(() => undefined);
      await assert.rejects(sendControl(address, 'pause', 20), isUserError(/not answered for 0.02 s/));
    });

    it('says when the other hangs up', async () => {
      const address = await listenAsStranger((socket) => {
        socket.once('data', () => socket.end());
      });
      await assert.rejects(sendControl(address, 'pause'), isUserError(/hung up without an answer/));
    });

    it('says when the other is no trainer', async () => {
      const answers = [
        'garbage\n',
        '{"id":2,"ok":true,"run":"a","state":"paused"}\n',
        '{"id":1,"ok":1}\n',
        'x'.repeat(70_000),
      ];
      const address = await listenAsStranger((socket) => {
        socket.once('data', () => socket.end(`${answers.shift() ?? ''}\n`));
      });
      while (answers.length > 0) {
        await assert.rejects(sendControl(address, 'pause'), isUserError(/no trainer of Distillery/));
      }
    });

    it('says when there is nobody', async () => {
      const address = controlAddress(runId);
      await assert.rejects(sendControl(address, 'pause'), (error) => {
        return error instanceof UserError && error.message.includes('No process') && error.mend !== undefined;
      });
    });
  });

  describe('of a forked trainer', () => {
    let folder: string;
    let child: ChildProcess;

    beforeEach(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'distillery-test-'));
      const program = path.join(folder, 'trainer.cjs');
      buildSync({
        entryPoints: [path.join(__dirname, 'forkedTrainer.ts')],
        outfile: program,
        bundle: true,
        platform: 'node',
      });
      child = fork(program, [runId], { execArgv: [] });
      assert.deepEqual((await once(child, 'message'))[0], 'listening');
    });
    afterEach(() => {
      child.kill('SIGKILL');
      fs.rmSync(folder, { recursive: true, force: true });
    });

    it('obeys its parent, and ends by itself once it is closed', async () => {
      child.send({ id: 3, command: 'status' });
      assert.deepEqual((await once(child, 'message'))[0], { id: 3, ok: true, run: runId, state: 'running' });
      child.send('garbage');
      assert.equal(((await once(child, 'message'))[0] as ControlReply).ok, false);
      child.send({ id: 4, command: 'stop' });
      const ended = once(child, 'exit');
      assert.deepEqual((await once(child, 'message'))[0], { id: 4, ok: true, run: runId, state: 'stopping' });
      assert.deepEqual(await ended, [0, null]);
    });

    it('obeys others after its parent has let go of it', async () => {
      child.disconnect();
      const reply = await sendControl(controlAddress(runId), 'status');
      assert.deepEqual(reply, { id: 1, ok: true, run: runId, state: 'running' });
      const ended = once(child, 'exit');
      await sendControl(controlAddress(runId), 'stop');
      assert.deepEqual(await ended, [0, null]);
    });
  });
});
