import net from 'node:net';
import { messageOf, UserError } from '../../common/errors';
import type { ControlCommand, ControlReply } from '../../protocol/control';
import { errorCode } from '../files/diskErrors';
import { LineSplitter } from '../log/lines';
import { encodeMessage, MAXIMUM_MESSAGE_BYTES, parseJson, parseReply } from './messages';

/** A trainer may be in the middle of a long step, and answers after it. */
const TIMEOUT_MILLISECONDS = 30_000;

function connectionError(error: unknown): UserError {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return new UserError(
        'No process is training this run (any more).',
        'Continue it with: distillery resume <run>',
      );
    case 'EACCES':
    case 'EPERM':
      return new UserError('The process that trains this run belongs to another user.', 'Ask them.');
    case undefined:
    default:
      return new UserError(`The process that trains this run cannot be reached: ${messageOf(error)}`);
  }
}

/**
 * Sends one command to the trainer at an address (`process.json` names it) and waits for the answer.
 *
 * @returns the reply; with `ok: false` the trainer has understood but refuses
 * @throws UserError when no process listens there, it hangs up, or does not answer in time
 */
export function sendControl(
  address: string,
  command: ControlCommand,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
): Promise<ControlReply> {
  const id = 1;
  return new Promise((resolve, reject) => {
    const socket = net.connect(address);
    const splitter = new LineSplitter(MAXIMUM_MESSAGE_BYTES);
    const fail = (error: UserError): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMilliseconds, () => {
      fail(
        new UserError(
          `The process that trains this run has not answered for ${timeoutMilliseconds / 1000} s.`,
          'It may be busy with a long step: try again, or look at its log.',
        ),
      );
    });
    socket.on('error', (error) => {
      fail(connectionError(error));
    });
    socket.on('close', () => {
      fail(
        new UserError(
          'The process that trains this run hung up without an answer.',
          'It may just have ended.',
        ),
      );
    });
    socket.on('data', (chunk) => {
      splitter.push(Buffer.from(chunk), (line) => {
        const reply = line === 'too-long' ? undefined : parseReply(parseJson(line.toString('utf8')));
        if (reply?.id !== id) {
          fail(new UserError('What answers at the control address is no trainer of Distillery.'));
          return;
        }
        socket.destroy();
        resolve(reply);
      });
    });
    socket.write(encodeMessage({ id, command }));
  });
}
