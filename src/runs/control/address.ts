import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../common/errors';

/** The shortest `sun_path` among the systems (macOS and the BSDs), less the closing zero byte. */
const MAXIMUM_SOCKET_PATH_BYTES = 103;
const PRIVATE_MODE = 0o700;

function userName(): string {
  return process.getuid ? String(process.getuid()) : os.userInfo().username;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A folder that only this user may enter. The name may have been taken by somebody else: then it must not be used. */
function privateFolder(parent: string): string {
  const folder = path.join(parent, `distillery-${userName()}`);
  fs.mkdirSync(folder, { recursive: true, mode: PRIVATE_MODE });
  const stats = fs.lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw new UserError(
      `${folder} should be a folder of yours, but is somebody else's, or none.`,
      'Delete it, or set TMPDIR to a folder of your own.',
    );
  }
  if ((stats.mode & 0o777) !== PRIVATE_MODE) fs.chmodSync(folder, PRIVATE_MODE);
  return folder;
}

/**
 * Where the trainer of a run listens: the same for every process that ever continues this run.
 *
 * @returns the path of a Unix domain socket in a folder that only this user may enter; on Windows, a named pipe
 * @throws UserError when the folder for temporary files is not ours to use
 */
export function controlAddress(runId: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\distillery-${hashOf(`${userName()} ${runId}`)}`;
  const name = `${hashOf(runId)}.sock`;
  const longest = path.join(os.tmpdir(), `distillery-${userName()}`, name);
  const parent = Buffer.byteLength(longest) <= MAXIMUM_SOCKET_PATH_BYTES ? os.tmpdir() : '/tmp';
  return path.join(privateFolder(parent), name);
}
