import fs from 'node:fs';
import net from 'node:net';
import { messageOf, UserError } from '../../common/errors';
import type { ControlCommand, ControlReply, TrainerState } from '../../protocol/control';
import { controlAddress } from '../../runs';
import {
  encodeMessage,
  MAXIMUM_MESSAGE_BYTES,
  parseJson,
  parseRequest,
  UNKNOWN_ID,
} from '../../runs/control/messages';
import { LineSplitter } from '../../runs/log/lines';

/** Carries a command out and tells the state it leads to; may throw to refuse. */
export type ControlHandler = (command: ControlCommand) => Promise<TrainerState>;

/** How long an answer that does not come, or a client that does not hang up, may delay the end. */
const FAREWELL_MILLISECONDS = 500;

/**
 * Listens for commands to a run: at its control address, for whoever finds it in `process.json`, and on the channel to the
 * parent process when this one was forked. Keeps the process alive until it is closed, so that a paused run waits.
 */
export class ControlServer {
  private readonly server: net.Server;
  private readonly sockets = new Set<net.Socket>();
  private readonly answers = new Set<Promise<void>>();

  private constructor(
    private readonly runId: string,
    private readonly handler: ControlHandler,
    readonly address: string,
  ) {
    this.server = net.createServer((socket) => {
      this.welcome(socket);
    });
    process.on('message', this.answerParent);
  }

  /**
   * @throws UserError when another process already trains this run, or no socket can be made
   */
  static async listen(runId: string, handler: ControlHandler): Promise<ControlServer> {
    const address = controlAddress(runId);
    await removeStaleSocket(address, runId);
    const server = new ControlServer(runId, handler, address);
    try {
      await server.start();
    } catch (error) {
      process.off('message', server.answerParent);
      throw error;
    }
    return server;
  }

  /** Stops listening, answers what was asked, hangs up and removes the socket. */
  async close(): Promise<void> {
    process.off('message', this.answerParent);
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    const farewell = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, FAREWELL_MILLISECONDS);
    void Promise.all(this.answers).then(() => {
      for (const socket of this.sockets) socket.end();
    });
    await closed;
    clearTimeout(farewell);
  }

  private start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error) => {
        reject(listenError(error, this.address, this.runId));
      });
      this.server.listen(this.address, resolve);
    });
  }

  private welcome(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // A client that vanishes takes its question with it.
    socket.on('error', () => socket.destroy());
    const splitter = new LineSplitter(MAXIMUM_MESSAGE_BYTES);
    socket.on('data', (chunk) => {
      splitter.push(Buffer.from(chunk), (line) => {
        if (line === 'too-long') refuseLength(socket);
        else this.track(() => this.answerSocket(socket, parseJson(line.toString('utf8'))));
      });
      if (splitter.tooLong) refuseLength(socket);
    });
  }

  /** The work starts once it is on the list: a command may close the server. */
  private track(work: () => Promise<void>): void {
    const answer = Promise.resolve().then(work);
    this.answers.add(answer);
    void answer.finally(() => this.answers.delete(answer));
  }

  private async answerSocket(socket: net.Socket, message: unknown): Promise<void> {
    const reply = await this.answer(message);
    if (socket.writable) socket.write(encodeMessage(reply));
  }

  private readonly answerParent = (message: unknown): void => {
    this.track(async () => {
      const reply = await this.answer(message);
      // The parent may have gone meanwhile.
      if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
    });
  };

  private async answer(message: unknown): Promise<ControlReply> {
    const request = parseRequest(message);
    if ('ok' in request) return request;
    try {
      return { id: request.id, ok: true, run: this.runId, state: await this.handler(request.command) };
    } catch (error) {
      return { id: request.id, ok: false, error: messageOf(error) };
    }
  }
}

function refuseLength(socket: net.Socket): void {
  if (socket.writable) {
    socket.write(encodeMessage({ id: UNKNOWN_ID, ok: false, error: 'The message is too long' }));
  }
  socket.destroySoon();
}

function alreadyTrained(runId: string): UserError {
  return new UserError(
    `Another process is training the run ${runId} already.`,
    'Wait for it, or stop it first.',
  );
}

function listenError(error: unknown, address: string, runId: string): UserError {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken
    ? alreadyTrained(runId)
    : new UserError(`The control socket ${address} cannot be made: ${messageOf(error)}`);
}

/** A process that was killed leaves its socket behind; nobody answers there. Windows removes pipes by itself. */
async function removeStaleSocket(address: string, runId: string): Promise<void> {
  if (process.platform === 'win32' || !fs.existsSync(address)) return;
  if (await answers(address)) throw alreadyTrained(runId);
  fs.rmSync(address, { force: true });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
