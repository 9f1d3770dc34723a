import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { diskError, errorCode } from './diskErrors';
import { makeFolder } from './makeFolder';

const TEMPORARY_SUFFIX = '.tmp';
const RENAME_ATTEMPTS = 12;
const FIRST_WAIT_MILLISECONDS = 5;

/** Writes all of `bytes` at the descriptor's position; a single write may take only some of them. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(descriptor, bytes, done);
}

/**
 * Writes a file so that after a crash, at whatever moment, its path holds either the old content or the new, whole:
 * temporary file in the same folder, fsync, rename, fsync of the folder. Makes missing folders.
 *
 * @param data text (as UTF-8), bytes, or several pieces of bytes one after another
 * @throws UserError when the disk is full, or the folder may not be written
 */
export function writeFileAtomic(file: string, data: string | Uint8Array | readonly Uint8Array[]): void {
  const folder = path.dirname(file);
  const temporary = temporaryBeside(file);
  const pieces = typeof data === 'string' ? [Buffer.from(data)] : data instanceof Uint8Array ? [data] : data;
  try {
    makeFolder(folder);
    const descriptor = fs.openSync(temporary, 'wx');
    try {
      for (const piece of pieces) writeFully(descriptor, piece);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    renamePatiently(temporary, file);
  } catch (error) {
    removeQuietly(temporary);
    throw diskError(error, file);
  }
  syncFolder(folder);
}

/**
 * As {@link writeFileAtomic}, piece by piece: long text neither lies in memory as a whole nor holds up the process. The folder
 * is there already.
 */
export async function writeTextAtomic(file: string, pieces: Iterable<string>): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    const handle = await fs.promises.open(temporary, 'wx');
    try {
      await fs.promises.writeFile(handle, pieces);
      await handle.sync();
    } finally {
      await handle.close();
    }
    renamePatiently(temporary, file);
  } catch (error) {
    removeQuietly(temporary);
    throw diskError(error, file);
  }
  syncFolder(path.dirname(file));
}

function temporaryBeside(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}${TEMPORARY_SUFFIX}`;
}

function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Where it can't be removed, it was never written.
  }
}

/** Deletes what writes that were killed half-way have left in a folder. Only for folders that nobody is writing to. */
export function removeTemporaryFiles(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (/\.[0-9a-f]{12}\.tmp$/.test(name)) fs.rmSync(path.join(folder, name), { force: true });
  }
}

/** On Windows a virus scanner or an indexer may hold the target for a moment; the rename succeeds once it lets go. */
function renamePatiently(from: string, to: string): void {
  const isWindows = process.platform === 'win32';
  for (let attempt = 1; ; attempt++) {
    try {
      fs.renameSync(from, to);
      return;
    } catch (error) {
      const mayPass = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (!isWindows || !mayPass || attempt === RENAME_ATTEMPTS) throw error;
      waitSynchronously(Math.min(500, FIRST_WAIT_MILLISECONDS * 2 ** attempt));
    }
  }
}

function waitSynchronously(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Makes the rename itself outlive a power cut. Windows cannot do this, and some file systems refuse. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // The file is whole either way.
  }
}
